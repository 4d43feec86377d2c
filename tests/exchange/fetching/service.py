"""A statistical service on loopback that speaks Eurostat's interfaces and plain SDMX REST, with faults.

It answers from small tables as the real service does: constraints of the codes in use, SDMX-CSV 1.0 and 2.0,
JSON-stat, the catalogue, and asynchronous answers. `faults` is a list of names of `FAULTS`; each data request
takes the first, until none is left.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

V3 = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/"
V2 = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/"
HEADER = (
    "<m:Header><m:ID>x</m:ID><m:Test>false</m:Test><m:Prepared>2026-01-01T00:00:00</m:Prepared>"
    '<m:Sender id="ESTAT"/></m:Header>'
)


class Table:
    """One dataset: dimensions in order (geo last), rows of codes, time, value and flag."""

    def __init__(self, dimensions, rows, updated="21/03/25 23:00:00"):
        self.dimensions, self.rows, self.updated = (
            list(dimensions),
            [list(map(str, row)) for row in rows],
            updated,
        )

    def codes(self, name):
        at = [*self.dimensions, "TIME_PERIOD"].index(name)
        return list(dict.fromkeys(row[at] for row in self.rows))

    def select(self, wanted, first=None, last=None):
        """Return the rows that hold one of the wanted codes in each dimension."""
        places = {self.dimensions.index(name): set(codes) for name, codes in wanted.items()}
        year = len(self.dimensions)
        return [
            row for row in self.rows
            if all(row[at] in codes for at, codes in places.items())
            and (first or "0") <= row[year] <= (last or "9")
        ]  # fmt: skip


class Service:
    """What the service holds and how it behaves."""

    def __init__(self, tables):
        self.tables = tables
        self.faults, self.structure_faults = [], []
        self.asked = []  # paths, decoded
        self.conditions = []  # conditional headers of data requests
        self.compressed, self.encoded = True, False
        self.etag = self.last_modified = ""
        self.updates = {}  # dataset → dd.mm.yyyy
        self.waiting = {}  # asynchronous request → [polls until ready, body]
        self.format = "csv-1.0"
        self.slow = 0.6
        self.url = ""

    def count(self, part):
        return sum(part in path for path in self.asked)

    # --- bodies -------------------------------------------------------------------------------------------

    def constraint(self, key, version):
        table, base = self.tables[key], V3 if version == 3 else V2
        value, kind = ("s", "DataConstraint") if version == 3 else ("c", "ContentConstraint")
        keys = "".join(
            f'<{value}:KeyValue id="{name}">'
            + "".join(f"<{value}:Value>{code}</{value}:Value>" for code in table.codes(name))
            + f"</{value}:KeyValue>"
            for name in [*table.dimensions, "TIME_PERIOD"]
        )
        holder = "s:DataConstraints" if version == 3 else "s:Constraints"
        flow = f"urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=ESTAT:{key}(1.0)"
        if version == 2:
            flow = (
                f'<Ref id="{key}" agencyID="ESTAT" version="1.0" package="datastructure" class="Dataflow"/>'
            )
        role = 'role="Actual"' if version == 3 else 'type="Actual"'
        return message(
            base,
            f'<{holder}><s:{kind} id="{key}" agencyID="ESTAT" version="1.0" {role}><c:Name xml:lang="en">x</c:Name>'
            f"<s:ConstraintAttachment><s:Dataflow>{flow}</s:Dataflow></s:ConstraintAttachment>"
            f'<s:CubeRegion include="true">{keys}</s:CubeRegion></s:{kind}></{holder}>',
        )

    def definition(self, key):
        """A dataflow with its data structure definition; positions, not the order of the document, count."""
        dimensions = list(enumerate(self.tables[key].dimensions, start=1))[::-1]
        listed = "".join(f'<s:Dimension id="{name}" position="{at}"/>' for at, name in dimensions)
        time_ = f'<s:TimeDimension id="TIME_PERIOD" position="{len(dimensions) + 1}"/>'
        return message(
            V2,
            f'<s:DataStructures><s:DataStructure id="{key}"><s:DataStructureComponents><s:DimensionList>'
            f"{listed}{time_}</s:DimensionList></s:DataStructureComponents></s:DataStructure></s:DataStructures>",
        )

    def csv(self, key, rows, version):
        table, text = self.tables[key], io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        about = ["DATAFLOW", "LAST UPDATE"] if version == "1.0" else ["STRUCTURE", "STRUCTURE_ID"]
        writer.writerow([*about, *table.dimensions, "TIME_PERIOD", "OBS_VALUE", "OBS_FLAG", "CONF_STATUS"])
        flow = f"ESTAT:{key}(1.0)"
        first = [flow, table.updated] if version == "1.0" else ["dataflow", flow]
        writer.writerows([*first, *row, ""] for row in rows)
        return text.getvalue().encode()

    def json_stat(self, key, rows):
        names = [*self.tables[key].dimensions, "time"]
        codes = [list(dict.fromkeys(row[at] for row in rows)) for at in range(len(names))]
        value, status = {}, {}
        for row in rows:
            position = 0
            for listed, code in zip(codes, row, strict=False):
                position = position * len(listed) + listed.index(code)
            if row[-2]:
                value[str(position)] = float(row[-2])
            if row[-1]:
                status[str(position)] = row[-1]
        return json.dumps({
            "version": "2.0", "class": "dataset", "source": "ESTAT", "updated": "2025-03-21T23:00:00+0100",
            "id": names, "size": [len(listed) for listed in codes], "value": value, "status": status,
            "dimension": {
                name: {"category": {"index": {code: at for at, code in enumerate(listed)}}}
                for name, listed in zip(names, codes, strict=True)
            },
        }).encode()  # fmt: skip

    def catalogue(self):
        head = '"title"\t"code"\t"type"\t"last update of data"\t"last table structure change"\t"data start"\n'
        lines = [
            f'"    x"\t"{key.lower()}"\t"dataset"\t"{day}"\t"01.01.2020"\t"2003"\n'
            for key, day in self.updates.items()
        ]
        return (head + '"Folder"\t"data"\t"folder"\t" "\t" "\t" "\n' + "".join(lines)).encode()

    # --- routes -------------------------------------------------------------------------------------------

    def answer(self, path, query):
        """Return (kind, body) of a request."""
        parts = [part for part in path.split("/") if part]
        if "catalogue" in parts:
            return "catalogue", self.catalogue()
        if "async" in parts:
            return "async", self.asynchronous(*parts[-2:])
        if "dataconstraint" in parts or "availability" in parts:
            return "structure", self.constraint(parts[-2], 3)
        if "contentconstraint" in parts:
            return "structure", self.constraint(parts[-2], 2)
        if "availableconstraint" in parts:
            return "structure", self.constraint(parts[-1].split(",")[1], 2)
        if "dataflow" in parts and "data" not in parts:
            return "structure", self.definition(parts[-2])
        return "data", self.data(parts, query)

    def data(self, parts, query):
        if "statistics" in parts:
            key = parts[-1]
            wanted = {name: codes for name, codes in query.items() if name in self.tables[key].dimensions}
            years = (query.get(name, [None])[0] for name in ("sinceTimePeriod", "untilTimePeriod"))
            return self.json_stat(key, self.tables[key].select(wanted, *years))
        if "dataflow" in parts:
            key = parts[-2]
            wanted = {
                name[2:-1]: codes[0].split(",") for name, codes in query.items() if name.startswith("c[")
            }
            bounds = dict(one.split(":") for one in wanted.pop("TIME_PERIOD", ["ge:0"])[0].split("+"))
            years = (bounds.get("ge"), bounds.get("le"))
            version = query.get("formatVersion", [self.format.removeprefix("csv-")])[0]
        else:
            key, series = parts[-2].split(",")[1], parts[-1].split(".")
            names = self.tables[key].dimensions
            wanted = {name: codes.split("+") for name, codes in zip(names, series, strict=True) if codes}
            years = (query.get(name, [None])[0] for name in ("startPeriod", "endPeriod"))
            version = "1.0"
        return self.csv(key, self.tables[key].select(wanted, *years), version)

    def asynchronous(self, verb, request):
        polls, body = self.waiting[request]
        if verb == "data":
            return body
        self.waiting[request][0] = polls - 1
        word = "AVAILABLE" if polls <= 0 else "PROCESSING"
        told = f"<b><id>{request}</id><status>{word}</status></b>"
        return f'<a:Envelope xmlns:a="x"><a:Body>{told}</a:Body></a:Envelope>'.encode()

    def queue(self, body, polls=2):
        """Return the answer that the data are being prepared."""
        request = f"job-{len(self.waiting)}"
        self.waiting[request] = [polls, body]
        return (
            f'<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body><queued>'
            f"<id>{request}</id><status>SUBMITTED</status></queued></env:Body></env:Envelope>"
        ).encode()


def message(base, structures):
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><m:Structure xmlns:m="{base}message" xmlns:s="{base}structure" '
        f'xmlns:c="{base}common">{HEADER}<m:Structures>{structures}</m:Structures></m:Structure>'
    ).encode()


def soap(code, text):
    return (
        '<S:Fault xmlns:S="http://schemas.xmlsoap.org/soap/envelope/">'
        f"<faultcode>{code}</faultcode><faultstring>{text}</faultstring></S:Fault>"
    ).encode()


class Handler(BaseHTTPRequestHandler):
    """Sends the answers, and the faults."""

    service: Service

    def log_message(self, *arguments):
        pass

    def do_GET(self):
        service, address = self.service, urlsplit(self.path)
        path = unquote(address.path)
        service.asked.append(unquote(self.path))
        if path == "/circle":
            return self.redirect("/circle")
        try:
            kind, body = service.answer(path, parse_qs(address.query))
        except KeyError as key:
            return self.send(404, soap("100", f"NO_RESULTS: {key} is not there"))
        waiting = {"data": service.faults, "structure": service.structure_faults}.get(kind, [])
        if kind == "data":
            service.conditions.append(
                {name: self.headers.get(name, "") for name in ("If-None-Match", "If-Modified-Since")}
            )
        if waiting:
            return FAULTS[waiting.pop(0)](self, body)
        if kind == "data" and self.holds_still():
            return self.send(304, b"")
        return self.send_data(body) if kind in ("data", "async") else self.send(200, body)

    def holds_still(self):
        service = self.service
        return (service.etag and self.headers.get("If-None-Match") == service.etag) or (
            service.last_modified and self.headers.get("If-Modified-Since") == service.last_modified
        )

    def send_data(self, body, **headers):
        service = self.service
        marks = {"ETag": service.etag, "Last-Modified": service.last_modified}
        headers |= {name: mark for name, mark in marks.items() if mark}
        if body.startswith(b"<"):
            return self.send(200, body, **headers)
        if service.compressed:
            body = gzip.compress(body)
            if service.encoded:
                headers["Content-Encoding"] = "gzip"
        return self.send(200, body, **headers)

    def send(self, status, body, length=None, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def redirect(self, place):
        self.send(302, b"", Location=place)


def pieces(handler, body):
    """Send the answer in two pieces, slower than the client waits."""
    packed = gzip.compress(body)
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(packed)))
    handler.end_headers()
    handler.wfile.write(packed[: len(packed) // 2])
    handler.wfile.flush()
    time.sleep(handler.service.slow)


def cut(handler, body):
    """Send half of the announced bytes, and hang up."""
    packed = gzip.compress(body)
    handler.send(200, packed[: len(packed) // 2], length=len(packed))


def plain(share):
    """Send the beginning of an uncompressed answer as if it were the whole; it ends within a row."""

    def send(handler, body):
        end = body.rfind(b"\n", 0, int(len(body) * share)) + 5
        handler.send(200, body[:end])

    return send


def spoil(handler, body):
    packed = bytearray(gzip.compress(body))
    packed[len(packed) // 2] ^= 0xFF
    handler.send(200, bytes(packed))


def endless(handler, body):
    """Send without saying how long, and stop in the middle of a row: only the row tells."""
    handler.send_response(200)
    handler.end_headers()
    handler.wfile.write(body[: body.rfind(b",")])


def queued(handler, body):
    handler.send(200, handler.service.queue(body))


def queued_202(handler, body):
    handler.send(202, handler.service.queue(body, polls=0))


def queued_413(handler, body):
    handler.send(413, handler.service.queue(body))


def expired(handler, body):
    request = handler.service.queue(body)
    name = list(handler.service.waiting)[-1]
    handler.service.waiting[name] = [0, soap("100", "DATA_NOT_YET_AVAILABLE: not yet")]
    handler.send(200, request)


def status(code, body=b"oops", **headers):
    return lambda handler, _: handler.send(code, body, **headers)


def reshape(change):
    """Send the data with another header or other columns."""

    def send(handler, body):
        if body.startswith(b"{"):
            document = json.loads(body)
            at = document["id"].index("unit")
            document["id"][at] = "measure"
            document["dimension"]["measure"] = document["dimension"].pop("unit")
            return handler.send_data(json.dumps(document).encode())
        lines = body.decode().split("\r\n")
        return handler.send_data("\r\n".join(change(lines)).encode())

    return send


def added(lines):
    return [line.replace("freq,", "freq,wstatus,").replace(",A,", ",A,NEMP,", 1) for line in lines]


FAULTS = {
    "slow": pieces,
    "cut": cut,
    "short-length": plain(0.6),
    "bad-gzip": spoil,
    "not-gzip": lambda handler, body: handler.send(200, body, **{"Content-Encoding": "gzip"}),
    "endless": endless,
    "empty-body": status(200, b""),
    "page": status(200, b"<!DOCTYPE html><html><body>Maintenance</body></html>"),
    "page-503": status(503, b"<html><body>Service Unavailable</body></html>"),
    "html-cut": status(200, b"<a><b>"),
    "500": status(500),
    "502": status(502),
    "429": status(429, **{"Retry-After": "7"}),
    "429-date": status(429, **{"Retry-After": "Thu, 01 Jan 2026 12:00:30 GMT"}),
    "429-long": status(429, **{"Retry-After": "86400"}),
    "busy-200": status(200, soap("500", "INTERNAL_ERROR: try later")),
    "async": queued,
    "async-202": queued_202,
    "async-413": queued_413,
    "async-expired": expired,
    "too-big": status(
        413, soap("413", "EXTRACTION_TOO_BIG: estimated 6000000 rows, max authorised is 5000000")
    ),
    "too-big-200": status(200, soap("413", "EXTRACTION_TOO_BIG: estimated 6000000 rows")),
    "refused": status(400, soap("150", "Invalid value in dimension geo")),
    "error-200": status(200, soap("100", "NO_RESULTS: the query returned nothing")),
    "error-json": status(
        200, json.dumps({"error": [{"status": 400, "id": 150, "label": "Invalid"}]}).encode()
    ),
    "warning-json": status(
        200, json.dumps({"warning": {"status": 413, "label": "ASYNCHRONOUS_RESPONSE"}}).encode()
    ),
    "no-rows": reshape(lambda lines: [lines[0], ""]),
    "renamed": reshape(lambda lines: [lines[0].replace("unit", "measure"), *lines[1:]]),
    "added": reshape(added),
    "other-csv": status(200, b"a,b\n1,2\n"),
    "circle": lambda handler, _: handler.redirect("/circle"),
}


@contextmanager
def serve(service):
    """Run the service on loopback."""
    handler = type("Bound", (Handler,), {"service": service})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.handle_error = lambda *_: None  # a client that hangs up is no fault of the test
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    service.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
