package io.waymark.loadtests;

import java.io.OutputStream;
import java.io.PrintStream;

/// `waymark load-test`. Exit codes: 0 every objective holds, 1 failed, 2 wrong usage, 3 an
/// objective does not hold.
public final class Main {
  private Main() {}

  /// Gatling prints on standard output, which is for the result alone.
  public static void main(String[] arguments) {
    PrintStream out = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    System.exit(LoadTestCommand.commandLine(out, new Screen(System.err)).execute(arguments));
  }
}
