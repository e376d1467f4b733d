package io.waymark.cli.bench;

/// How a figure stands to its bound.
enum Verdict {
  MET("met"),
  MET_STRETCH("met, the stretch too"),
  MISSED("missed"),
  NOT_COMPARED("not compared");

  private final String text;

  Verdict(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
