"""The commands of front matter, of all publishers' classes: what each takes, and what it says."""

import re


def _table(text: str) -> dict[str, str]:
    """Names by line, each with the signature that the line begins with."""
    rows = re.findall(r"^(\S+): ((?:.|\n  )+)$", text, re.MULTILINE)
    return {name: signature for signature, names in rows for name in names.split()}


TITLES = _table(
    """
som: title icmltitle Title papertitle thesistitle
"""
)
"""The paper's title; AMS-TeX closes it by `\\endtitle`."""

SUBTITLES = {"subtitle": "om"}

AUTHORS = _table(
    """
somogggg: author icmlauthor
oomg: Author
om: authors authorsnames authorlist
m: name
mm: twoauthors
mmm: threeauthors
mmmm: fourauthors
mmmmm: fiveauthors
mmmmmm: sixauthors
"""
)
"""One author or all of them, with where they work behind or inside."""

COLLABORATIONS = {"collaboration": "omg"}

OTHERS = _table(
    """
om: affiliation altaffiliation address email institute date affil institution keywords pacs subjclass preprint
  dedicatory accepted titlerunning authorrunning ccsdesc orcid city country curraddr urladdr shorttitle shortauthors
  homepage authornote received revised ead cortext fntext tnotetext journal journalname
  authormark authormarks corresp corrauth corresau equalcont presentaddress nonumnote credit
  published submitjournal keyword runninghead runauthor runtitle leadauthor significancestatement authorcontributions
  authordeclaration equalauthors correspondingauthor dates AuthorNames corres abbreviations articletype
  degreedate copyrightyear acmYear acmDOI acmISBN
  acmPrice acmVolume acmNumber acmArticle acmMonth acmBooktitle acmSubmissionID acmJournal setcopyright pubyear jyear
  DOI articledoi jmlrvolume jmlryear jmlrworkshop jmlrproceedings journaltitle appnotes EventEditors
  EventNoEds EventLongTitle EventShortTitle EventAcronym EventYear EventDate EventLocation EventLogo SeriesVolume
  ArticleNo nolinkurls Copyright relatedversion funding ORCID Orcid doinum pubvolume issuenum
  articlenumber history datereceived dateaccepted datepublished externaleditor authorinfo
  emailAdd authorsaffiliations FullConference ShortTitle settopmatter titlenote subtitlenote authorsaddresses
  additionalauthors
o: authornotemark cormark tnotemark
mm: altaffiltext icmlaffiliation markboth icmlcorrespondingauthor footertext conferenceinfo
ommm: acmConference
mmmmmmm: jmlrheading
m: bibliographystyle pagestyle thispagestyle slugcomment lhead rhead chead fnref authorrunninghead journalinfo
  numberofauthors icmlkeywords IEEEspecialpapernotice shortauthorlist CopyrightYear crdata
"""
)
"""What else stands on a title page; none of it is running text."""

FRONT = {**OTHERS, **SUBTITLES, **COLLABORATIONS, **AUTHORS, **TITLES}
del FRONT["name"]
"""All of them, but for `\\name`, which is also what papers call their own things."""
