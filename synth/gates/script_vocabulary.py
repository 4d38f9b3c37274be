"""What a script of a derivation may be made of: syntax, names, attributes, imports, numbers and strings."""

import ast
import re
from fractions import Fraction

PLAIN_NUMBERS = frozenset(map(Fraction, (0, 1, 2, 100)))
"""What any arithmetic may need: neutral elements, the two of F1, percent."""

INPUTS = "inputs.csv"
MAX_SCRIPT_BYTES = 20_000
MAX_DIGITS = 17  # as the second argument of round, or a format's precision

SYNTAX = (
    ast.Module, ast.Import, ast.ImportFrom, ast.alias, ast.FunctionDef, ast.arguments, ast.arg, ast.Return, ast.Assign,
    ast.AugAssign, ast.AnnAssign, ast.For, ast.If, ast.With, ast.withitem, ast.Expr, ast.Pass, ast.Call, ast.keyword,
    ast.Name, ast.Attribute, ast.Constant, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.List,
    ast.Tuple, ast.Dict, ast.ListComp, ast.GeneratorExp, ast.DictComp, ast.comprehension, ast.Subscript, ast.Slice,
    ast.JoinedStr, ast.FormattedValue, ast.Starred, ast.expr_context, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow,
    ast.USub, ast.UAdd, ast.Not, ast.And, ast.Or, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq, ast.Is,
    ast.IsNot, ast.In, ast.NotIn, ast.Lambda, ast.Continue, ast.Break, ast.Raise,
)  # fmt: skip
FUNCTIONS = frozenset(
    "open print float int sum max min abs round len sorted zip list tuple dict enumerate range next iter map str pow"
    " filter reversed format ValueError ZeroDivisionError".split()
)
ATTRIBUTES = frozenset(
    "reader DictReader read readline readlines split splitlines strip rstrip values append Decimal Fraction mean fmean"
    " harmonic_mean fsum prod quantize from_float items keys get extend insert sort replace format inf".split()
)
NAMES_OF_MODULES = {
    "csv": {"reader", "DictReader"},
    "decimal": {"Decimal"},
    "fractions": {"Fraction"},
    "math": {"fsum", "prod", "inf"},
    "statistics": {"mean", "fmean", "harmonic_mean"},
}
CONVERSIONS = frozenset("float int Decimal Fraction list tuple dict".split())
WORDS = frozenset([INPUTS, "r", "rt", "utf-8", "utf8", "ascii", "", ",", "\n", "%", " ", "inf", "-inf", "__main__"])
PRECISION = re.compile(r"\.\d{1,2}[fg]?")
FORMATTED = re.compile(r"\.\d{1,2}[fg]|\{(?::\.\d{1,2}[fg])?\}")
STEP = re.compile(r"0?\.0*1")
