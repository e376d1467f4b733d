package io.waymark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.training.onnx.MatrixProduct;
import io.waymark.training.onnx.Rooms;
import java.nio.FloatBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class WorkersTest {
  @Test
  void doesEachChunkOnce() {
    AtomicIntegerArray done = new AtomicIntegerArray(100);
    try (Workers workers = new Workers(3)) {
      workers.each(100, () -> done::incrementAndGet);
    }
    for (int chunk = 0; chunk < 100; chunk++) {
      assertThat(done.get(chunk)).isEqualTo(1);
    }
  }

  /// Whoever trains on the same workers multiplies by the same session, which ends with them.
  @Test
  void haveOneProductAsLongAsTheyAreThere() {
    MatrixProduct product;
    try (Rooms rooms = new Rooms()) {
      FloatBuffer one = rooms.take(1).put(0, 3);
      try (Workers workers = new Workers(2)) {
        product = workers.product();
        assertThat(workers.product()).isSameAs(product);
        product.of(one, one, 1, 1, 1, one);
        assertThat(one.get(0)).isEqualTo(9);
      }
      assertThatThrownBy(() -> product.of(one, one, 1, 1, 1, one))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  /// What they share may be freed once they return.
  @Test
  void failsOnceTheOthersHaveEnded() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch failing = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    try (Workers workers = new Workers(2)) {
      assertThatThrownBy(
              () ->
                  workers.each(
                      1_000_000,
                      () ->
                          chunk -> {
                            if (chunk == 0) {
                              begun.countDown();
                              await(failing);
                              ended.set(true);
                            } else if (chunk == 1) { // what else comes until then is let pass
                              await(begun);
                              failing.countDown();
                              throw new IllegalArgumentException("chunk " + chunk);
                            }
                          }))
          .isInstanceOf(IllegalStateException.class)
          .hasRootCauseMessage("chunk 1");
      assertThat(ended).isTrue();
    }
  }

  @Test
  void isInterruptedOnceAllHaveEnded() {
    Thread caller = Thread.currentThread();
    AtomicBoolean ended = new AtomicBoolean();
    try (Workers workers = new Workers(1)) {
      assertThatThrownBy(
              () ->
                  workers.each(
                      1,
                      () ->
                          _ -> {
                            caller.interrupt();
                            ended.set(true);
                          }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("training was interrupted");
    }
    assertThat(ended).isTrue();
    assertThat(Thread.interrupted()).isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
