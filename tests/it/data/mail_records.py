"""What pyspf, dkimpy and checkdmarc say of records: reads `kind<TAB>text` lines, writes `valid` or `invalid: reason`."""
import base64
import sys

import spf
from checkdmarc.dmarc import DMARCError, parse_dmarc_record
from dkim.util import InvalidTagValueList, parse_tag_value


# Every name has a record of each type, so that only the grammar decides.
def answer(name, kind, *_rest, **_options):
    data = {"TXT": (b"v=spf1 -all",), "A": "192.0.2.9", "AAAA": b"\0" * 16, "MX": (10, "mx.example.net"), "PTR": "x.example.net"}
    return [((name, kind), data[kind])] if kind in data else []


spf.DNSLookup = answer


def read_spf(text):
    query = spf.query(i="198.51.100.7", s="user@asend.example.com", h="helo.example.net", strict=True)
    result, _code, why = query.check(spf=text)
    return why if result == "permerror" else None


def read_dkim(text):
    try:
        tags = parse_tag_value(text.encode("ascii"))
    except InvalidTagValueList as error:
        return repr(error)
    if tags.get(b"v", b"DKIM1") != b"DKIM1":
        return "bad version"
    if b"p" not in tags:
        return "no p="
    try:
        base64.b64decode(tags[b"p"])
    except ValueError as error:
        return repr(error)
    return None


def read_dmarc(text):
    try:
        parse_dmarc_record(text, "example.com")
    except DMARCError as error:
        return repr(error)
    return None


READERS = {"spf": read_spf, "dkim": read_dkim, "dmarc": read_dmarc}
for line in sys.stdin:
    kind, text = line.rstrip("\n").split("\t", 1)
    flaw = READERS[kind](text)
    print("valid" if flaw is None else "invalid: " + " ".join(str(flaw).split()))
