package io.waymark.model.scan;

import java.util.Optional;

/// Another part, for which what a user did counts less the more came after it.
final class FadingPart implements Part {
  private final Part of;
  private final float floor;
  private final float length;
  private final int items;

  FadingPart(Part of, float floor, float length, int items) {
    this.of = of;
    this.floor = floor;
    this.length = length;
    this.items = items;
  }

  @Override
  public Scoring scoring(Events events, Scratch scratch) {
    return of.scoring(events.fading(items, floor, length), scratch);
  }

  @Override
  public boolean hasReasons() {
    return of.hasReasons();
  }

  @Override
  public Optional<Vectors> vectors() {
    return of.vectors();
  }

  @Override
  public boolean isSparse() {
    return of.isSparse();
  }

  @Override
  public long heapBytes() {
    return of.heapBytes();
  }
}
