#!/usr/bin/env bash
# How long whole runs take beside other generators, on one document and in one go:
#
#   codegen/benches/peers.sh DOCUMENT.yaml
#
# Needs hyperfine; measures those of oas3-gen and openapi-to-rust that are on the PATH.
set -euo pipefail
document=$(realpath "$1")
cd "$(dirname "$0")/../.."
cargo build --release --quiet --package xtask
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

commands=("target/release/xtask codegen --spec $document --out $out/wiregen --package measured")
if command -v oas3-gen >/dev/null; then
  commands+=("oas3-gen generate client-mod -i $document -o $out/oas3-gen")
fi
if command -v openapi-to-rust >/dev/null; then
  commands+=("openapi-to-rust generate $document --output-dir $out/openapi-to-rust --module-name measured")
fi
hyperfine --shell=none --warmup 2 --runs 10 --prepare "rm -rf $out/wiregen" "${commands[@]}"
