import pytest

from tests.unit.reading.latex_papers import read, unfit

PEOPLE = ("Ann Bee", "Cee van Dee")


@pytest.mark.parametrize(
    ("document_class", "latex"),
    [
        ("acmart", r"\author{Ann Bee}\authornote{Both.}\orcid{1234-5678}\email{a@b.c}\author{Cee van Dee}\authornotemark[1]"
                   r"\affiliation{\institution{Moss House}\city{Dublin}}"),
        ("IEEEtran", r"\author{\IEEEauthorblockN{1\textsuperscript{st} Ann Bee}\IEEEauthorblockA{\textit{Dept.}\\ City, Land}"
                     r"\and\IEEEauthorblockN{2\textsuperscript{nd} Cee van Dee}\IEEEauthorblockA{City}}"),
        ("IEEEtran", r"\author{Ann~Bee,~\IEEEmembership{Member,~IEEE,} and~Cee~van~Dee,~\IEEEmembership{Fellow}\thanks{A. Bee is}}"),
        ("IEEEtran", r"\author{Ann Bee, M.D.\IEEEauthorrefmark{1}, Cee van Dee Ph.D.\IEEEauthorrefmark{2}}"),
        ("elsarticle", r"\begin{frontmatter}\author[a]{Ann Bee\corref{c}\fnref{f}}\ead{a@b.c}\author[a,b]{Cee van Dee}"
                       r"\affiliation[a]{organization={Moss House}}\cortext[c]{Mail}\end{frontmatter}"),
        ("llncs", r"\author{Ann Bee\inst{1}\orcidID{0000-1111} \and Cee van Dee\inst{2,3}}\institute{Moss House \and B}"),
        ("svjour3", r"\author{Ann Bee \and Cee van Dee}\institute{A. Bee \at Moss House \email{a@b.c}}"),
        ("sn-jnl", r"\author*[1,2]{\fnm{Ann} \sur{Bee}}\email{a@b.c}\author[2]{\fnm{Cee} \spfx{van} \sur{Dee}}\equalcont{Both.}"),
        ("revtex4-2", r"\author{Ann Bee}\altaffiliation[Also at ]{X}\author{Cee van Dee}\affiliation{Y}\collaboration{MOSS Team}"),
        ("aastex631", r"\correspondingauthor{Ann Bee}\author[0000-0002]{Ann Bee}\affiliation{X}\author{Cee van Dee}"
                      r"\collaboration{20}{(The Editors)}"),
        ("aastex", r"\author{Ann Bee\altaffilmark{1} and Cee van Dee\altaffilmark{1,2}}\altaffiltext{1}{Moss House}"),
        ("jmlr", r"\author{\Name{Ann Bee} \Email{a@b.c}\\ \addr Moss House\AND\Name{Cee van Dee\nametag{\thanks{Both}}}}"),
        ("article", r"\author{\name Ann Bee \email a@b.c\\ \addr Moss House\AND\name Cee van Dee \email c@d.e}"),
        ("article", r"\icmlauthor{Ann Bee}{equal,to}\icmlauthor{Cee van Dee}{goo}\icmlaffiliation{to}{Moss House}"),
        ("article", r"\author{Ann Bee\thanks{University of Moss, a@b.c} \and Cee van Dee\thanks{School of Walls}}"),
        ("article", r"\author{Ann Bee\footnotemark[1] \\ Moss House\\ \texttt{a@b.c} \And Cee van Dee \\ Wall Street, New York}"),
        ("article", r"\author{Ann Bee$^{1,2}$\thanks{Equal} \quad Cee van Dee$^{2*}$\\ $^1$Moss House \quad $^2$New York\\ {\tt a@b.c}}"),
        ("article", r"\author{\textbf{Ann Bee}$^{\dagger}$, \textbf{Cee van Dee}$^{\ddagger}$\\ $^\dagger$University X, $^\ddagger$Moss AI}"),
        ("article", r"\author{\begin{tabular}{cc}Ann Bee & Cee van Dee\\ Moss House & University Y\end{tabular}}"),
        ("article", r"\author[1]{Ann Bee\thanks{a@b.c}}\author[1,2]{Cee van Dee}\affil[1]{Dept of Moss}"),
        ("article", r"\author{Ann Bee \hspace{4mm} Cee van Dee\vspace{4mm}\\ Saarland Informatics Campus}"),
        ("article", r"\author{Ann Bee,\\ {\bf Cee van Dee}\\ \texttt{a@poly.com}\\ Moss Limited,\\ London, UK}"),
        ("article", r"\name{Ann Bee$^{\star}$ \qquad Cee van Dee$^{\dagger}$\thanks{Paid.}}\address{Moss House}"),
        ("mnras", "\\author[A. Bee et al.]{Ann Bee,$^{1}$\\thanks{E-mail}\n Cee van Dee$^{2}$\n\\\\ $^{1}$Moss House, London}"),
        ("aa", r"\author{Ann Bee\inst{1} \and Cee van Dee\inst{2}\fnmsep\thanks{x}}\institute{Moss House \email{a@b.c} \and B}"),
        ("mdpi", r"\Author{Ann Bee $^{1}$* and Cee van Dee $^{2}$}\AuthorNames{Ann Bee and Cee van Dee}"),
        ("copernicus", r"\Author[1][a@b.c]{Ann}{Bee}\Author[2]{Cee}{van Dee}\affil[1]{Moss House}"),
        ("lipics-v2021", r"\author{Ann Bee}{Moss House, Land}{a@b.c}{https://orcid.org/0}{fund}\author{Cee van Dee}{B}{}{}{}"),
        ("cas-dc", r"\author[1,3]{Ann Bee}[type=editor,orcid=0]\cormark[1]\ead{a@b}\credit{C}\author[2]{Cee van Dee}[]"),
        ("apa7", r"\authorsnames[1,{1,2}]{Ann Bee, Cee van Dee}\authorsaffiliations{{Moss House},{B}}"),
        ("apa6", r"\twoauthors{Ann Bee}{Cee van Dee}\twoaffiliations{Moss House}{B}"),
        ("agujournal", r"\authors{Ann Bee\affil{1}, and Cee van Dee\affil{2,3}\thanks{Now at}}\affiliation{1}{Moss House}"),
        ("frontiers", r"\def\Authors{Ann Bee\,$^{1,*}$ and Cee van Dee\,$^{2}$}\author[Bee {et~al.}]{\Authors}\address{}"),
        ("sig-alternate", r"\author{\alignauthor Ann Bee\titlenote{Dr.}\\ \affaddr{Moss House}\alignauthor Cee van Dee\\ \email{c@d}}"),
        ("usenix", r"\author{{\rm Ann Bee}\\ Moss House \and {\rm Cee van Dee}\\ B}"),
        ("aaai", r"\author{Ann Bee\textsuperscript{\rm 1}, Cee van Dee\textsuperscript{\rm 2}}\affiliations{Moss House\\ New York}"),
        ("ieeeaccess", r"\author{\uppercase{Ann Bee}\authorrefmark{1}, \uppercase{and Cee van Dee}\authorrefmark{2}}"),
    ],
)  # fmt: skip
def test_read_latex_finds_authors_of_all_publishers(document_class: str, latex: str) -> None:
    document = read(
        rf"\title{{On Moss}}{latex}\maketitle\begin{{abstract}}It grows.\end{{abstract}}", "", document_class
    )
    assert document.title == "On Moss"
    assert tuple(name.replace("Van", "van") for name in document.authors) == PEOPLE


@pytest.mark.parametrize(
    "page",
    [
        r"""\begin{flushleft}{\Large \textbf\newline{On moss and walls} }\newline\\ Ann Bee\textsuperscript{1,2\Yinyang},
            Cee van Dee\textsuperscript{2}, with the Moss Consortium\textsuperscript{\textpilcrow}\\\bigskip
            \textbf{1} Moss House, City\\ * a@b.c\end{flushleft}""",
        r"""\begin{center}{\Large \textbf{On moss\\ and walls}}\end{center}\begin{center}Ann Bee\textsuperscript{1*},
            Cee van Dee\textsuperscript{2}\end{center}\begin{center}{\bf 1} Moss House\end{center}""",
        r"""\begin{titlepage}\begin{center}{\scshape University of Walls}\\[1cm]{\Huge\bfseries On moss and walls}\\[1cm]
            {\Large Ann Bee and Cee van Dee}\\[1cm] Supervisor: Eff Gee\\ 2020\end{center}\end{titlepage}""",
        r"""\begin{center}{\large {\bf On moss and}}\\{\large {\bf walls}}\\ \bigskip{\large {\em Ann Bee}}\\ Moss House\\
            Town 12345\\{\large {\em Cee van Dee}}\\ Moss House\\ {\tt a@b.c}\end{center}""",
    ],
)
def test_read_latex_reads_a_title_page_typed_by_hand(page: str) -> None:
    document = read(page + r"\section*{Abstract} Moss grows on the north side of walls. \section{Introduction}")
    assert (document.title, document.authors) == ("On moss and walls", PEOPLE)
    assert not [text for text in unfit(document) if "Ann Bee" in text]
    assert document.abstract == "Moss grows on the north side of walls."


def test_read_latex_reads_a_title_that_is_the_first_heading() -> None:
    document = read(
        "\\section{Moss and the Walls of Towns} Ann Bee and Cee van Dee${^1}$\n\n\\section{Abstract} It grows here."
    )
    assert (document.title, document.authors) == ("Moss and the Walls of Towns", PEOPLE)


def test_read_latex_puts_the_subtitle_behind_a_colon_and_notes_away() -> None:
    document = read(
        r"\title[Short]{On \textbf{Moss}\thanks{Paid.}\\ and Walls\tnoteref{t}}\subtitle{A study}\maketitle"
    )
    assert document.title == "On Moss and Walls: A study"


@pytest.mark.parametrize(
    "author", ["Anonymous", "Anonymous Author(s)", r"Paper \#1234", r"\IEEEauthorblockN{Anonymous}"]
)
def test_read_latex_names_nobody_of_a_blind_paper(author: str) -> None:
    assert read(rf"\title{{On Moss}}\author{{{author}}}\maketitle").authors == ()


def test_read_latex_names_people_by_any_particle() -> None:
    document = read(
        r"\title{On Moss}\author{Diego de las Casas, Ann ten Bee, Cee vom Dee, Eff dello Gee}\maketitle", ""
    )
    assert document.authors == ("Diego de las Casas", "Ann ten Bee", "Cee vom Dee", "Eff dello Gee")


def test_read_latex_names_a_collaboration_that_is_the_author() -> None:
    assert read(r"\title{On Moss}\collaboration{MOSS Collaboration}\maketitle").authors == ("MOSS Collaboration",)


@pytest.mark.parametrize(
    ("document_class", "preamble", "year", "venue", "doi"),
    [
        ("acmart", r"\acmConference[ICSE '22]{44th Conference on Software}{May 21, 2022}{Pittsburgh}\acmYear{2022}"
                   r"\acmDOI{10.1145/3510003.3510170}", 2022, "44th Conference on Software (ICSE '22)", "10.1145/3510003.3510170"),
        ("acmart", r"\acmJournal{TOSEM}\acmYear{2023}\acmDOI{10.1145/nnnnnnn.nnnnnnn}", 2023, "ACM Trans. Softw. Eng. Methodol.", None),
        ("acmart", r"\acmConference[Conference acronym 'XX]{Make sure to enter the correct conference title}{}{}", None, None, None),
        ("IEEEtran", r"\markboth{IEEE Transactions on Moss,~Vol.~14, No.~8, August~2021}{Bee}", 2021, "IEEE Transactions on Moss", None),
        ("elsarticle", r"\journal{Journal of Moss}\date{March 2019}", 2019, "Journal of Moss", None),
        ("svjour3", r"\journalname{Moss and Walls}", None, "Moss and Walls", None),
        ("aastex631", r"\submitjournal{ApJ}\accepted{May 3, 2020}", 2020, "ApJ", None),
        ("mnras", r"\pubyear{2015}", 2015, "MNRAS", None),
        ("mdpi", r"\pubyear{2021}\doinum{10.3390/s21010001}", 2021, None, "10.3390/s21010001"),
        ("article", r"\usepackage{jmlr2e}\jmlrheading{17}{2016}{1-5}{4/16}{10/16}{id}{Bee}", 2016, "Journal of Machine Learning Research", None),
        ("article", r"\usepackage[final]{neurips_2021}", 2021, "35th Conference on Neural Information Processing Systems (NeurIPS 2021)", None),
        ("article", r"\usepackage{neurips_2021}", None, None, None),
        ("article", r"\usepackage[accepted]{icml2019}", 2019, "Proceedings of the 36th International Conference on Machine Learning", None),
        ("article", r"\usepackage{iclr2020_conference}", 2020, "ICLR 2020", None),
        ("lipics-v2021", r"\EventLongTitle{42nd Conference on Topics}\EventYear{2016}", 2016, "42nd Conference on Topics", None),
        ("article", r"\date{\today}", None, None, None),
    ],
)  # fmt: skip
def test_read_latex_finds_year_venue_and_doi_where_they_are_printed(
    document_class: str, preamble: str, year: int | None, venue: str | None, doi: str | None
) -> None:
    document = read(r"\maketitle", preamble, document_class)
    assert (document.year, document.venue, document.doi) == (year, venue, doi)


def test_read_latex_takes_no_doi_of_a_reference_for_its_own() -> None:
    bib = r"\begin{thebibliography}{1}\bibitem{a} A. Bee. Moss. 2001. \doi{10.1234/moss}\end{thebibliography}"
    assert read(rf"\title{{On Moss}}\maketitle See \cite{{a}}. \section{{A}} Words. {bib}").doi is None
