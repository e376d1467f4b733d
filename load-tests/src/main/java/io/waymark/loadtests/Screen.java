package io.waymark.loadtests;

import java.io.PrintStream;

/// Where progress goes, line by line: standard error, so that standard output holds the result
/// alone.
record Screen(PrintStream out) {
  void line(String text) {
    out.println("  " + text);
  }

  void step(String text) {
    out.println(text);
  }
}
