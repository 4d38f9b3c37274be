"""What a script is made of, by its syntax tree and its flow of data: only what reads the operands, computes and prints.

Everything is refused that is not listed in script_vocabulary.py: kinds of syntax, names, numbers, strings. A number
may be one of `PLAIN_NUMBERS` or of the derivation's formula, so the reported value cannot be written down, and what is
computed from constants alone must be one of them again, so it cannot be put together either. Flow of data is followed
by names, without regard to order: a name carries data when anything assigned to it does.
"""

import ast
import io
import re
import tokenize
from collections.abc import Collection, Iterator
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from synth.gates.interpreter import SCRIPT_MODULES
from synth.gates.script_vocabulary import (
    ATTRIBUTES,
    CONVERSIONS,
    FORMATTED,
    FUNCTIONS,
    INPUTS,
    MAX_DIGITS,
    MAX_SCRIPT_BYTES,
    NAMES_OF_MODULES,
    PLAIN_NUMBERS,
    PRECISION,
    STEP,
    SYNTAX,
    WORDS,
)
from synth.models import Derivation


def inspect_script(script: str, derivation: Derivation) -> tuple[str, ...]:
    """What speaks against a script, one short sentence each; empty where nothing does. The script is not run."""
    if len(script.encode()) > MAX_SCRIPT_BYTES:
        return ("it is too long to be looked through",)
    try:
        tree = ast.parse(script)
        return tuple(dict.fromkeys([*_Inspection(tree, derivation).run(), *_written_out(script, derivation)]))
    except (SyntaxError, ValueError) as error:
        return (f"it is no Python: {error}",)
    except (RecursionError, MemoryError):  # MemoryError is how the parser of Python 3.11 says it
        return ("it is nested too deeply to be looked through",)


def formula_numbers(formula: str) -> frozenset[Fraction]:
    """The numbers that stand in a formula."""
    return frozenset(
        Fraction(str(node.value))
        for node in ast.walk(ast.parse(formula, mode="eval"))
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float)
    )


def reads_off(number: Fraction, derivation: Derivation) -> bool:
    """Whether the reported value can be read off a number: it is the value, but for a power of ten and the sign."""
    reported = abs(Fraction(str(derivation.reported.value)))
    if not reported:
        return False
    allowed = Fraction(str(derivation.tolerance)) / 10
    return any(abs(abs(number) * Fraction(10) ** power - reported) <= allowed for power in range(-6, 7))


def _written_out(script: str, derivation: Derivation) -> Iterator[str]:
    """The reported number in comments and strings; numbers in code are the inspection's."""
    digits = re.sub(r"[^\d.]", "", derivation.reported.text).strip(".")
    if len(digits) < 2 or Fraction(digits if digits.count(".") < 2 else "0") in PLAIN_NUMBERS:
        return
    token = re.compile(rf"(?<![\w.]){re.escape(digits)}(?!\w|\.\d)")
    for item in tokenize.generate_tokens(io.StringIO(script).readline):
        if item.type in (tokenize.COMMENT, tokenize.STRING) and token.search(item.string):
            yield "the reported value stands in a comment or string"


class _Inspection:
    def __init__(self, tree: ast.Module, derivation: Derivation) -> None:
        self.tree = tree
        self.derivation = derivation
        self.words = WORDS | {operand.name for operand in derivation.operands}
        self.numbers = PLAIN_NUMBERS | formula_numbers(derivation.formula)
        self.harmless = PLAIN_NUMBERS | {Fraction(len(derivation.operands))}  # an average divides by how many there are
        self.functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        self.imported = {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
        self.bound = {
            node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        } | {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
        self.data: set[str] = set()

    def run(self) -> Iterator[str]:
        for node in ast.walk(self.tree):
            if not isinstance(node, SYNTAX):
                yield f"it uses {type(node).__name__}, which computing does not need"
                return
        for node in ast.walk(self.tree):
            yield from self._node(node)
        self._follow()
        yield from self._numbers(self.tree)
        yield from self._flow()
        if not self._carries(self.tree):
            yield "it does not read its inputs"

    # What stands there

    def _node(self, node: ast.AST) -> Iterator[str]:
        if isinstance(node, ast.Name):
            known = self.bound | self.imported | self.functions.keys() | FUNCTIONS | {"__name__"}
            if node.id not in known or (node.id.startswith("__") and node.id != "__name__"):
                yield f"it uses the name {node.id}"
            if isinstance(node.ctx, ast.Store) and node.id in FUNCTIONS | self.imported:
                yield f"it gives {node.id} another meaning"
        elif isinstance(node, ast.Attribute):
            if node.attr not in ATTRIBUTES or not isinstance(node.ctx, ast.Load):
                yield f"it uses the attribute {node.attr}"
        elif isinstance(node, ast.Import):
            yield from (f"it imports {name.name}" for name in node.names if name.name not in SCRIPT_MODULES)
        elif isinstance(node, ast.ImportFrom):
            allowed = NAMES_OF_MODULES.get(node.module or "", set()) if not node.level else set()
            yield from (f"it imports {node.module}.{name.name}" for name in node.names if name.name not in allowed)
        elif isinstance(node, ast.FunctionDef):
            plain = node.args.args
            others = (node.decorator_list, node.args.defaults, node.args.kwonlyargs, node.args.posonlyargs)
            if any(others) or node.args.vararg or node.args.kwarg or node.name in FUNCTIONS | self.imported:
                yield f"the function {node.name} has more than plain parameters"
            yield from (f"it gives {item.arg} another meaning" for item in plain if item.arg in FUNCTIONS)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "open":
            yield from self._open(node)

    def _open(self, node: ast.Call) -> Iterator[str]:
        mode = node.args[1:] or [item.value for item in node.keywords if item.arg == "mode"]
        file = node.args[0] if node.args else None
        given = self._given(file.id) if isinstance(file, ast.Name) else [file]
        given = [other for item in given for other in (self._given(item.id) if isinstance(item, ast.Name) else [item])]
        if not given or any(not (isinstance(item, ast.Constant) and item.value == INPUTS) for item in given):
            yield "it opens something other than inputs.csv"
        if len(node.args) > 2 or any(item.arg not in ("mode", "newline", "encoding") for item in node.keywords):
            yield "it opens a file in an unusual way"
        if any(not (isinstance(item, ast.Constant) and item.value in ("r", "rt")) for item in mode):
            yield "it opens a file for more than reading"

    def _given(self, name: str) -> list[ast.expr | None]:
        """Everything that a name may stand for: what is assigned to it, and what is passed where it is a parameter.

        None stands for what is not written out there: a loop's or a `with`'s target.
        """
        given: list[ast.expr | None] = []
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in node.targets):
                given.append(node.value)
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in self.functions:
                parameters = [item.arg for item in self.functions[node.func.id].args.args]
                given += [value for parameter, value in zip(parameters, node.args, strict=False) if parameter == name]
        stored = [i for i in ast.walk(self.tree) if isinstance(i, ast.Name) and i.id == name and not _is_load(i)]
        taken = [i for i in ast.walk(self.tree) if isinstance(i, ast.arg) and i.arg == name]
        return given if len(given) >= len(stored) + len(taken) else [None]

    # Constants

    def _numbers(self, node: ast.AST) -> Iterator[str]:
        """Constants that are not allowed where they stand, and what constants alone are put together to."""
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
                continue  # a docstring
            if isinstance(child, ast.Raise):
                continue  # what an error says goes elsewhere, and a script that raises one has no result
            if isinstance(child, ast.FormattedValue):
                spec = child.format_spec.values if isinstance(child.format_spec, ast.JoinedStr) else []
                if any(not isinstance(v, ast.Constant) or not PRECISION.fullmatch(str(v.value)) for v in spec):
                    yield "it formats in an unusual way"
                yield from self._numbers_in(child.value)
                continue
            yield from self._numbers_in(child)

    def _numbers_in(self, child: ast.AST) -> Iterator[str]:
        if isinstance(child, ast.Constant):
            yield from self._constant(child)
        elif isinstance(child, ast.Call) and _called(child) == "round" and len(child.args) == 2:
            digits = child.args[1]
            if not (isinstance(digits, ast.Constant) and isinstance(digits.value, int) and digits.value <= MAX_DIGITS):
                yield "it rounds to a number of digits that is no constant"
            yield from self._numbers_in(child.args[0])
        elif isinstance(child, ast.BinOp) and not self._carries(child):
            value = self._folded(child)
            if value is None or value not in self.numbers:
                told = "" if value is None else f", {float(value):g},"
                yield f"a value{told} is put together from constants"
        elif isinstance(child, ast.List | ast.Tuple | ast.Dict) and len(_constants(child)) > 1:
            if any(not isinstance(item.value, str) or item.value not in self.words for item in _constants(child)):
                yield "it holds a table of constants"
            yield from self._numbers(child)
        else:
            yield from self._numbers(child)

    def _constant(self, node: ast.Constant) -> Iterator[str]:
        value = node.value
        if value is None or isinstance(value, bool):
            return
        if isinstance(value, int | float):
            number = _number(str(value))
            if number is None or number not in self.numbers:
                yield f"it holds the number {value}"
            elif number not in self.harmless and reads_off(number, self.derivation):
                yield f"the reported value can be read off the number {value} of its formula"
        elif isinstance(value, str):
            number = _number(value)
            known = value in self.words or STEP.fullmatch(value) or FORMATTED.fullmatch(value)
            if not known and number not in self.numbers:
                yield f"it holds the string {value[:20]!r}"
        else:
            yield f"it holds a constant of type {type(value).__name__}"

    def _folded(self, node: ast.AST) -> Fraction | None:
        match node:
            case ast.Constant(value=int() | float()):
                return _number(str(node.value))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                value = self._folded(operand)
                return None if value is None else -value
            case ast.BinOp(left=left, op=operator, right=right):
                first, second = self._folded(left), self._folded(right)
                if first is None or second is None or isinstance(operator, ast.Pow):
                    return None
                if isinstance(operator, ast.Div):
                    return first / second if second else None
                if isinstance(operator, ast.Add):
                    return first + second
                return first - second if isinstance(operator, ast.Sub) else first * second
        return None

    # Flow of data

    def _follow(self) -> None:
        """Find the names that carry data, until no more are found."""
        before = -1
        while len(self.data) != before:
            before = len(self.data)
            for node in ast.walk(self.tree):
                match node:
                    case ast.Assign(targets=targets, value=value) if self._carries(value):
                        self._mark(targets)
                    case ast.AugAssign(target=target, value=value) if self._carries(value):
                        self._mark([target])
                    case ast.AnnAssign(target=target, value=value) if value is not None and self._carries(value):
                        self._mark([target])
                    case ast.For(target=target, iter=source) if self._carries(source):
                        self._mark([target, *_counters(node)])
                    case ast.comprehension(target=target, iter=source) if self._carries(source):
                        self._mark([target])
                    case ast.withitem(context_expr=source, optional_vars=ast.AST() as target) if self._carries(source):
                        self._mark([target])
                    case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append"), args=arguments):
                        if any(map(self._carries, arguments)):
                            self.data.add(name)
                    case ast.Call(func=ast.Name(id=name), args=arguments) if name in self.functions:
                        for parameter, argument in zip(self.functions[name].args.args, arguments, strict=False):
                            if self._carries(argument):
                                self.data.add(parameter.arg)
                    case ast.FunctionDef(name=name):
                        if any(
                            isinstance(i, ast.Return) and i.value and self._carries(i.value) for i in ast.walk(node)
                        ):
                            self.data.add(name)

    def _mark(self, targets: Collection[ast.AST]) -> None:
        self.data |= {node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)}

    def _carries(self, node: ast.AST) -> bool:
        """Whether anything in an expression comes from the inputs."""
        return any(
            isinstance(item, ast.Name) and (item.id in self.data or item.id == "open") for item in ast.walk(node)
        )

    def _flow(self) -> Iterator[str]:
        prints = _prints(self.tree)
        if len(prints) != 1:
            yield f"it prints in {len(prints)} places"
        for call in prints:
            others = [item for item in call.keywords if item.arg not in ("end", "flush")]
            if len(call.args) != 1 or others or not self._carries(call.args[0]):
                yield "what it prints does not depend on its inputs"
        for node in ast.walk(self.tree):
            match node:
                case ast.If(test=test, body=body, orelse=other):
                    yield from self._condition(test)
                    if not _is_main(test) and any(_prints(statement) for statement in (*body, *other)):
                        yield "whether it prints hangs on a condition"
                    for statement in (*body, *other):
                        value = getattr(statement, "value", None)
                        chosen = value if isinstance(statement, ast.Assign | ast.Return) else None
                        if chosen and not self._carries(chosen) and not _is_value(chosen, (0, None)):
                            yield "a condition chooses a constant"
                case ast.IfExp(test=test, body=first, orelse=second):
                    yield from self._condition(test)
                    if any(not self._carries(side) and not _is_value(side, (0, None)) for side in (first, second)):
                        yield "a condition chooses a constant"
                case ast.comprehension(ifs=tests):
                    for test in tests:
                        yield from self._condition(test)
                case ast.For(iter=source) if not self._carries(source) and not _only_names(source, self.words):
                    yield "it loops over constants"
                case ast.Subscript(value=value, slice=index) if self._carries(index) and not self._carries(value):
                    yield "an input chooses among constants"
                case ast.Return(value=None):
                    yield "a function returns nothing"
                case ast.Call(args=arguments) if _is_constant_call(node, self.functions) and not self._carries(node):
                    if _called(node) not in CONVERSIONS or len(arguments) > 1:
                        yield f"{_called(node)} is called with constants"

    def _condition(self, test: ast.expr) -> Iterator[str]:
        """A condition may compare inputs by size, and look for what is empty, zero or the name of an operand."""
        for part in ast.walk(test):
            if isinstance(part, ast.BinOp | ast.Call) and not isinstance(part, ast.Compare) and part is test:
                yield "a condition computes"
            if not isinstance(part, ast.Compare):
                continue
            sides = [part.left, *part.comparators]
            constants = [side for side in sides if not self._carries(side) and not _is_main(part)]
            if any(isinstance(operator, ast.Lt | ast.LtE | ast.Gt | ast.GtE) for operator in part.ops):
                if any(not _is_value(side, (0,)) for side in constants):
                    yield "it compares an input with a constant"
            elif not constants and not _is_main(part):
                yield "it asks whether inputs are the same"
            elif any(not _is_value(side, (None, 0, "", *self.words)) for side in constants):
                yield "it compares an input with a constant"


def _prints(tree: ast.AST) -> list[ast.Call]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _called(node) == "print"]


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def _number(text: str) -> Fraction | None:
    try:
        return Fraction(Decimal(text))
    except (InvalidOperation, ValueError, OverflowError):
        return None


def _constants(node: ast.AST) -> list[ast.Constant]:
    return [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.Constant)]


def _counters(loop: ast.For) -> list[ast.AST]:
    """What a loop over data counts up: that depends on how many there are."""
    return [node.target for node in ast.walk(loop) if isinstance(node, ast.AugAssign)]


def _only_names(node: ast.AST, words: Collection[str]) -> bool:
    inner = node.args[0] if isinstance(node, ast.Call) and node.args else node
    return isinstance(inner, ast.List | ast.Tuple) and all(
        isinstance(item, ast.Constant) and item.value in words for item in inner.elts
    )


def _is_constant_call(node: ast.Call, functions: Collection[str]) -> bool:
    """Whether a call takes arguments and could make a value of them."""
    return (
        bool(node.args)
        and _called(node) not in functions
        and _called(node) not in ("print", "open", "ValueError", "ZeroDivisionError")
    )


def _is_load(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Load)


def _is_main(part: ast.AST) -> bool:
    return isinstance(part, ast.Compare) and isinstance(part.left, ast.Name) and part.left.id == "__name__"


def _is_value(node: ast.AST, allowed: Collection[object]) -> bool:
    return isinstance(node, ast.Constant) and any(
        node.value == value and type(node.value) in (type(value), float) for value in allowed
    )
