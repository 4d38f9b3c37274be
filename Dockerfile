# synth with TeX and the sandbox, serving the records in the volume /records: see docs/web.md.
FROM python:3.11-slim-bookworm

WORKDIR /build
COPY . .
RUN pip install --no-cache-dir -c requirements.txt -c requirements-dev.txt '.[web,mcp]' \
    && apt-get update -qq \
    && apt-get install --yes --no-install-recommends -qq bubblewrap $(synth doctor --missing-packages) \
    && rm -rf /var/lib/apt/lists/* /build/*

RUN useradd --create-home --uid 1000 synth && install --directory --owner synth /records
USER synth
WORKDIR /records
VOLUME /records
EXPOSE 8000
HEALTHCHECK CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/token')"]
ENTRYPOINT ["synth"]
CMD ["serve", "runs", "--host", "0.0.0.0", "--token-file", "token", "--library", "library"]
