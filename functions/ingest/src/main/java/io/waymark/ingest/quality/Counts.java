package io.waymark.ingest.quality;

/// What became of the rows of an upload: `read` is the sum of the other three.
public record Counts(long read, long accepted, long duplicate, long rejected) {
  public static final Counts NONE = new Counts(0, 0, 0, 0);

  public Counts {
    if (read != accepted + duplicate + rejected) {
      throw new IllegalArgumentException("a row is accepted, a duplicate or rejected");
    }
  }
}
