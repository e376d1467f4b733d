package io.waymark.recommend.lists;

import io.micronaut.serde.annotation.Serdeable;
import io.waymark.model.ModelVersion;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How far the lists of a tenant are.
///
/// @param complete the run whose lists are all there
/// @param begun the run that makes others
@Serdeable
record ListsState(Optional<Complete> complete, Optional<Begun> begun) {
  static final ListsState NOTHING = new ListsState(Optional.empty(), Optional.empty());

  @Serdeable
  record Complete(LocalDate run, String modelVersion) {}

  /// Everything before part `number` of `shard` is there.
  @Serdeable
  record Begun(LocalDate run, String modelVersion, int shard, int number) {
    Position position() {
      return new Position(shard, number);
    }

    boolean isSameRunAs(Begun other) {
      return run.equals(other.run) && modelVersion.equals(other.modelVersion);
    }
  }

  /// The run that is being made.
  Begun making() {
    return begun.orElseThrow();
  }

  /// Of which there are parts to keep.
  Set<LocalDate> runs() {
    return Stream.concat(complete.stream().map(Complete::run), begun.stream().map(Begun::run))
        .collect(Collectors.toSet());
  }

  boolean isCompleteFor(ModelVersion model) {
    return complete.filter(run -> run.modelVersion().equals(model.value())).isPresent();
  }

  Optional<Begun> begunFor(ModelVersion model) {
    return begun.filter(run -> run.modelVersion().equals(model.value()));
  }

  /// A run of a day for which there are lists replaces them part by part, so they are whole no
  /// more.
  ListsState begin(LocalDate run, ModelVersion model) {
    return new ListsState(
        complete.filter(before -> !before.run().equals(run)),
        Optional.of(new Begun(run, model.value(), 0, 0)));
  }

  ListsState reached(Position position) {
    return new ListsState(
        complete,
        begun.map(
            run -> new Begun(run.run(), run.modelVersion(), position.shard(), position.number())));
  }

  ListsState completeAlone() {
    return new ListsState(complete, Optional.empty());
  }

  ListsState completed() {
    return new ListsState(
        begun.map(run -> new Complete(run.run(), run.modelVersion())), Optional.empty());
  }
}
