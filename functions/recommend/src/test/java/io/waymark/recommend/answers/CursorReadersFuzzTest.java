package io.waymark.recommend.answers;

import io.waymark.testing.fuzz.Fuzz;
import io.waymark.testing.fuzz.JazzerRun;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class CursorReadersFuzzTest {
  private static final int INPUTS = 400;

  @TestFactory
  Stream<DynamicTest> readEveryInputOrRefuseIt() {
    return Fuzz.tests(new CursorReaders(), INPUTS);
  }

  @TestFactory
  Stream<DynamicTest> readOrRefuseWhatJazzerFinds() {
    return JazzerRun.tests(new CursorReaders());
  }
}
