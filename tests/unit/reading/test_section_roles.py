import pytest

from synth.reading.section_roles import section_role


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Abstract", "abstract"),
        ("1 Introduction", "introduction"),
        ("I. INTRODUCTION", "introduction"),
        ("2 Related Work", "background"),
        ("2.1 Background and Notation", "background"),
        ("3 Method", "method"),
        ("III. METHODOLOGY", "method"),
        ("4 Experimental Setup", "method"),
        ("4.1 Datasets", "method"),
        ("5 Experiments", "result"),
        ("5 Experimental Results", "result"),
        ("6.2 Ablation Study", "result"),
        ("Results and Discussion", "discussion"),
        ("7 Conclusion and Future Work", "conclusion"),
        ("Conclusions and Limitations", "limitation"),
        ("Limitations", "limitation"),
        ("Acknowledgments", "acknowledgement"),
        ("ACKNOWLEDGEMENTS", "acknowledgement"),
        ("A Appendix", "appendix"),
        ("Appendix B: Proofs", "appendix"),
        ("Appendix C Experimental Setup", "appendix"),
        ("6.2 How Do Language Models Use Context?", "method"),
        ("A tale of two theorems", "other"),
        ("", "other"),
    ],
)
def test_section_role_of_heading(heading: str, role: str) -> None:
    assert section_role(heading) == role
