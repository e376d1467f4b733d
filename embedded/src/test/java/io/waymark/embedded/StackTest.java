package io.waymark.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class StackTest {
  private final Stack stack = new Stack();
  private final List<String> ended = new CopyOnWriteArrayList<>();

  private AutoCloseable part(String name) {
    return () -> ended.add(name);
  }

  @Test
  void endsInReverseOrderAndEachOnce() {
    stack.push(part("first"));
    stack.push(part("second"));
    stack.close();
    stack.close();
    assertThat(ended).containsExactly("second", "first");
  }

  @Test
  void whatDoesNotEndWellDoesNotKeepTheOthers() {
    stack.push(part("first"));
    stack.push(
        (AutoCloseable)
            () -> {
              throw new IllegalStateException("no");
            });
    stack.close();
    assertThat(ended).containsExactly("first");
  }

  @Test
  void whatStartsAfterTheEndIsEndedAtOnce() {
    stack.close();
    assertThatThrownBy(() -> stack.push(part("late"))).isInstanceOf(CancellationException.class);
    assertThatThrownBy(() -> stack.starting(() -> stack.push(part("never"))))
        .isInstanceOf(CancellationException.class);
    assertThat(ended).containsExactly("late");
  }

  @Test
  void whoeverClosesItMeanwhileReturnsWhenEverythingHasEnded() throws Exception {
    CountDownLatch ending = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    stack.push(part("first"));
    stack.push(
        (AutoCloseable)
            () -> {
              ending.countDown();
              mayEnd.await();
            });
    CompletableFuture<Void> first = CompletableFuture.runAsync(stack::close);
    ending.await();
    CompletableFuture<List<String>> second =
        CompletableFuture.supplyAsync(
            () -> {
              stack.close();
              return List.copyOf(ended);
            });
    mayEnd.countDown();
    assertThat(second.get()).containsExactly("first");
    first.get();
  }

  @Test
  void aStartThatWaitsForWhatWillNotComeIsInterrupted() throws Exception {
    CountDownLatch starting = new CountDownLatch(1);
    CompletableFuture<Boolean> interrupted =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return stack.starting(
                    () -> {
                      starting.countDown();
                      new CountDownLatch(1).await();
                      return false;
                    });
              } catch (InterruptedException e) {
                return true;
              } catch (Exception e) {
                return false;
              }
            });
    starting.await();
    stack.close();
    assertThat(interrupted.get()).isTrue();
  }
}
