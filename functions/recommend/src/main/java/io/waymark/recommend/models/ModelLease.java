package io.waymark.recommend.models;

import java.util.concurrent.atomic.AtomicInteger;

/// One call's hold on a recommender; the model stays open until the lease is closed.
public final class ModelLease implements AutoCloseable {
  private final Shared shared;
  private final LoadedModel model;

  ModelLease(Shared shared, LoadedModel model) {
    this.shared = shared;
    this.model = model;
  }

  public LoadedModel model() {
    return model;
  }

  @Override
  public void close() {
    shared.release();
  }

  /// A model and how many hold it: the cache itself, and each lease.
  static final class Shared {
    private final InMemory model;
    private final AtomicInteger holders = new AtomicInteger(1);

    Shared(InMemory model) {
      this.model = model;
    }

    InMemory model() {
      return model;
    }

    /// False where the last holder let go already.
    boolean acquire() {
      return holders.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    /// One of those who hold it lets go.
    void release() {
      if (holders.decrementAndGet() == 0) {
        model.close();
      }
    }
  }
}
