package io.waymark.ingest.item;

import io.waymark.testing.fuzz.Fuzz;
import io.waymark.testing.fuzz.JazzerRun;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class BodyReadersFuzzTest {
  private static final int INPUTS = 400;

  @TestFactory
  Stream<DynamicTest> readEveryInputOrRefuseIt() {
    return Fuzz.tests(new BodyReaders(), INPUTS);
  }

  @TestFactory
  Stream<DynamicTest> readOrRefuseWhatJazzerFinds() {
    return JazzerRun.tests(new BodyReaders());
  }
}
