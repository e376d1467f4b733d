package io.waymark.recommend.models;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// One call's hold on a model; the model stays open until the lease is closed.
public final class ModelLease implements AutoCloseable {
  private final Shared shared;

  private ModelLease(Shared shared) {
    this.shared = shared;
  }

  public LoadedModel model() {
    return shared.model;
  }

  @Override
  public void close() {
    shared.release();
  }

  /// A model and how many hold it: the cache itself, and each lease.
  static final class Shared {
    private final LoadedModel model;
    private final AtomicInteger holders = new AtomicInteger(1);

    Shared(LoadedModel model) {
      this.model = model;
    }

    LoadedModel model() {
      return model;
    }

    /// Empty where the last holder let go already.
    Optional<ModelLease> acquire() {
      int before = holders.getAndUpdate(count -> count == 0 ? 0 : count + 1);
      return before == 0 ? Optional.empty() : Optional.of(new ModelLease(this));
    }

    /// The cache lets go.
    void retire() {
      release();
    }

    private void release() {
      if (holders.decrementAndGet() == 0) {
        model.close();
      }
    }
  }
}
