"""What results are measured by and on: names of metrics and of data sets in running text."""

import re
from typing import Literal, NamedTuple

from synth.language.lexicon import words_of

_METRIC = re.compile(
    r"""\b(?:
    (?:n?DCG|NDCG|[Rr]ecall|[Pp]recision|[Aa]ccuracy|[Hh]its?|MRR|MAP|pass|R|P|Acc|Hit|Success)@\d{1,4}
    |[Tt]op-?\d{1,4}[ ](?:[a-z]+[ ]){0,2}?(?:accuracy|error(?:[ ]rate)?|recall|precision)
    |(?:(?:[Mm]acro|[Mm]icro|[Ww]eighted|[Tt]oken)[- ])?(?:averaged?[ ])?F[-_]?[1β](?:[ -]?(?:score|measure)s?)?
    |F-(?:score|measure)s?
    |EM|[Ee]xact[ -][Mm]atch|nDCG|NDCG|MRR|MAP|mAP|AUROC|ROC[ -]AUC|AUPRC|AUC
    |(?:Sacre)?BLEU(?:-\d)?|Bleu(?:-\d)?|ROUGE(?:-(?:\d|L|Lsum))?|Rouge(?:-(?:\d|L))?|METEOR|SARI|chrF
    |BERTScore|BLEURT|COMET
    |WER|PPL|[Pp]erplexit(?:y|ies)|[Bb]its[ ]per[ ](?:character|byte|word)|bpc|bpb|LAS|UAS|MCC|RMSE|MAE|MSE|m?IoU
    |FID|PSNR|SSIM
    |[Aa]ccurac(?:y|ies)|accurate|[Rr]ecall|[Pp]recision|[Ss]ensitivity|[Ss]pecificity
    |(?!(?i:learning|dropout|decay|sampling|sample|interest|growth|heart|frame|bit|mutation|masking|the|a|an|this|our|at
      |high|low|same))
      [A-Za-z][A-Za-z-]{1,20}[ ]rates?
    |[Tt]hroughput|[Ll]atency|[Ss]peed-?up|TTFT|[Rr]untime
    |(?:inference|training|decoding|retrieval|response|wall-clock|run)[ ]times?
    |memory[ ](?:usage|consumption|footprint|requirements?)|[Cc]orrelations?|[Kk]appa|κ|[Aa]greement
    |(?:[Aa]verage|[Mm]ean|[Oo]verall|[Mm]edian)[ ]scores?|(?:cross-entropy|validation|test|training)[ ]loss|likelihood
    |faithfulness
    )(?![\w@])""",
    re.VERBOSE,
)
"""Common metrics by name; any "... rate" that is not a setting."""

_KNOWN = re.compile(
    r"""(?<![\w-])(?:
    Natural[ ]?Questions |NQ |Trivia[ ]?QA |TQA |Web[ ]?Questions |WebQ |Curated[ ]?TREC |SQuAD(?:[ ]?v?\d\.\d)?
    |Hotpot[ ]?QA |MuSiQue |Musique |2Wiki(?:Multi)?(?:hop|Hop)?(?:QA|MQA) |MS[ -]?MARCO |BEIR |FEVER |Sci[Ff]act
    |KILT |ELI5 |ASQA |QAMPARI |PopQA |AmbigNQ |StrategyQA |CommonsenseQA |GSM8K |MATH |MMLU(?:-Med)? |HumanEval
    |MBPP |BIG-bench |BBH |HellaSwag |PIQA |ARC(?:-[CE])? |BoolQ |RACE |DROP |QuAC |CoQA |NarrativeQA |QASPER
    |Qasper |QMSum |LongBench |ZeroSCROLLS |SCROLLS |L-Eval |PubMedQA\*? |BioASQ(?:-Y/N)? |MedQA(?:-US)? |MedMCQA
    |MIRAGE |WikiText-?\d* |Wiki[Tt]ext |The[ ]Pile |Pile |C4 |LAMBADA |enwik8 |LM1B |One[ ]Billion[ ]Words?
    |ImageNet(?:-\w+)? |CIFAR-?\d+ |MNIST |COCO |VTAB |JFT(?:-300M)? |GLUE |SuperGLUE |MNLI |SNLI |QNLI |SST-?\d
    |CoLA |MRPC |QQP |RTE |WMT[ ]?(?:20)?\d\d |IWSLT[ ]?\d* |CNN/DailyMail |XSum |WebNLG |E2E-NLG |SciDocs |SCIDOCS
    |SciRIFF |CSAbstruct |bAbI |Omniglot |Mini-?ImageNet |Atari(?:[ ]\d+)? |Jeopardy |TruthfulQA
    |RealToxicityPrompts |Winogender |WinoGrande |Winograd |OpenBookQA |COPA |WiC |AutoScholarQuery
    |RealScholarQuery |ScholarQABench |AVeriTeC |Penn[ ]Treebank |PTB |CoNLL(?:[ -]?\d{2,4})? |OntoNotes |HAGRID
    |NQ-open |EntityQuestions |TREC(?:[ -]?\w+)?
    )(?!\w)""",
    re.VERBOSE,
)
_NAME = r"(?:[A-Z][\w*/.’'-]*|\d?[A-Z]\w*|[a-z]*[A-Z][\w*/-]+)"
_NAMED = re.compile(
    rf"\b[Oo]n[ ](?:the[ ]|both[ ])?(?P<on>{_NAME}(?:[ ]{_NAME}){{0,3}})(?![\w-])"
    rf"|\b(?:for|in|of|from|over|using|with)[ ](?:the[ ])?(?P<of>{_NAME}(?:[ ]{_NAME}){{0,3}})"
    r"(?=[ ](?:data ?sets?|benchmarks?|test|dev|development|validation|corp(?:us|ora)|tasks?|collection|sets?)\b)"
    r"|\b[Oo]n[ ](?:the[ ])?(?P<task>[a-z][\w-]{2,24}(?:[ ][a-z][\w-]{2,24})?)"
    r"(?=[ ](?:data ?set|benchmark|corpus|task|test set|dev(?:elopment)? set)\b)"
)
_NO_NAME = re.compile(
    r"(?:Figure|Fig|Table|Section|Appendix|Equation|The|This|These|Those|We|Our|It|Average|January|February|March|April|May|"
    r"June|July|August|September|October|November|December|English|German|French|Chinese|GPUs?|TPUs?|CPUs?|NVIDIA|Intel|"
    r"A100|V100|H100|BM25|BERT|GPT[\w.-]*|T5|BART|RAG|DPR|LLMs?|LMs?|Transformers?)\b"
)
_SET_WORDS = words_of("metrics", "set words")

_LOWER = re.compile(
    r"(?i:\b(?:errors?|perplexit|latenc|runtime|run[ -]?time|times?\b|memory|loss|hallucination rate))"
    r"|\b(?:PPL|WER|CER|TER|RMSE|MAE|MSE|FID|bpc|bpb|ECE|TTFT)\b|(?i:bits per)"
)
_HIGHER = re.compile(
    r"(?i:accura|\bacc\b|precision|recall|sensitivity|specificity|f-?(?:score|measure)|exact[ -]match|success|win rate"
    r"|throughput|speed-?up|faithfulness)"
    r"|F[-_]?[1β]|@[\d.]|\b(?:[Tt]op-?\d|m?A[PR](?:\d\d|_?[SMLsml])?)\b"
    r"|\b(?:EM|[nN]?DCG|MRR|m?AP|MAP|AUROC|ROC[ -]AUC|AUPRC|AUC|METEOR|SARI|chrF|BERTScore|BLEURT|COMET"
    r"|LAS|UAS|MCC|m?IoU|PSNR|SSIM)\b|B(?:LEU|leu)|R(?:OUGE|ouge)"
)


class MetricMention(NamedTuple):
    """A name in a text: `text[start:end]`."""

    text: str
    start: int
    end: int


def metrics(text: str) -> list[MetricMention]:
    """The metrics that a text names, in order."""
    return [MetricMention(match[0], match.start(), match.end()) for match in _METRIC.finditer(text)]


def datasets(text: str) -> list[MetricMention]:
    """The data sets and benchmarks that a text names, in order: known ones, and names in the position of a data set."""
    found = {match.start(): MetricMention(match[0], match.start(), match.end()) for match in _KNOWN.finditer(text)}
    taken = [(mention.start, mention.end) for mention in found.values()]
    for match in _NAMED.finditer(text):
        kind = match.lastgroup or "on"
        start, end = match.span(kind)
        words = match[kind].split()
        if kind == "task" and _SET_WORDS & set(words):
            continue
        if _NO_NAME.match(match[kind]) or any(start < b and a < end for a, b in taken):
            continue
        found[start] = MetricMention(match[kind].rstrip(".'’"), start, start + len(match[kind].rstrip(".'’")))
    return [found[start] for start in sorted(found)]


def better(metric: str) -> Literal[-1, 1] | None:
    """The sign of improvement of a metric: +1 where higher is better, -1 where lower is; None where it is unclear.

    "↑" and "↓" behind it decide by themselves. A correlation may be wanted low, and a "rate" may be of anything.
    """
    if "↑" in metric or "↓" in metric:
        return None if "↑" in metric and "↓" in metric else 1 if "↑" in metric else -1
    if _LOWER.search(metric):
        return -1
    return 1 if _HIGHER.search(metric) else None
