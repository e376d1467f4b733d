package io.waymark.files;

import io.waymark.testing.fuzz.Fuzz;
import io.waymark.testing.fuzz.JazzerRun;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class FileReadersFuzzTest {
  private static final int INPUTS = 120;

  @TestFactory
  Stream<DynamicTest> readEveryInputOrRefuseIt() {
    return Fuzz.tests(new FileReaders(), INPUTS);
  }

  @TestFactory
  Stream<DynamicTest> readOrRefuseWhatJazzerFinds() {
    return JazzerRun.tests(new FileReaders());
  }
}
