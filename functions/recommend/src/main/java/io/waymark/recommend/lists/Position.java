package io.waymark.recommend.lists;

/// Which part a run makes next. It names nobody: after whom that part begins, the part before it
/// says.
///
/// @param number of the part among those of its shard
record Position(int shard, int number) {
  static final Position FIRST = new Position(0, 0);

  Position next() {
    return new Position(shard, number + 1);
  }

  Position nextShard() {
    return new Position(shard + 1, 0);
  }

  Position shardBegin() {
    return new Position(shard, 0);
  }

  @Override
  public String toString() {
    return shard + "." + number;
  }
}
