package io.waymark.cli.replay;

import java.io.IOException;
import java.util.List;

/// Where an installation keeps batches that were given up. All tenants' stand there, for whoever
/// operates it.
interface GivenUpBatches {
  /// All of them, by their names.
  List<GivenUpBatch> list() throws IOException;

  void remove(GivenUpBatch batch) throws IOException;
}
