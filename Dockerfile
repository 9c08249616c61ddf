# Morgue in a container, from its own Debian packages.
#
#   docker build -t morgue .
#   docker run --rm -v ./archive:/archive -v ./dumps:/dumps:ro morgue morgue-index /archive /dumps
#   docker run --rm -v ./archive:/archive:ro morgue morgue-search /archive '"article 5"'
#   docker run --rm -p 127.0.0.1:8080:8080 -v ./archive:/archive:ro morgue morgue-serve --listen=0.0.0.0:8080 /archive
#
# It runs as the user 1000:1000; where the archive is somebody else's, give --user "$(id -u):$(id -g)".

FROM debian:bookworm-slim AS build
WORKDIR /src
# The compiler and libraries first: they stay when only the source has changed.
COPY scripts/install-packages scripts/
RUN scripts/install-packages && rm -rf /var/lib/apt/lists/*
COPY . .
RUN scripts/package

FROM debian:bookworm-slim
COPY --from=build /src/build/package/morgue_*.deb /src/build/package/morgue-server_*.deb /src/build/package/morgue-data_*.deb /tmp/packages/
RUN apt-get update \
    && apt-get install -y --no-install-recommends /tmp/packages/*.deb \
    && rm -rf /var/lib/apt/lists/* /tmp/packages \
    && useradd --uid 1000 --user-group --create-home morgue \
    && install -d -o morgue -g morgue /archive
USER morgue
WORKDIR /home/morgue
ENV LANG=C.UTF-8
VOLUME /archive
EXPOSE 8080
# A command is run as it stands; without one, the programs' help.
CMD ["sh", "-c", "morgue-index --help; morgue-search --help; morgue-serve --help"]
