package io.waymark.training.onnx;

/// The equations of a user's vector `x` from a history: `(P + λ R I + Σ w v vᵀ) x = Σ b v`.
///
/// @param loss says what `P`, `R` and `b` are
/// @param a0 what all that was not observed weighs
/// @param scale what weights are multiplied with; 0: every positive weight counts 1
/// @param heaviest what items of a history weigh at most, multiplied, except for few
public record FoldIn(Loss loss, float a0, float lambda, float scale, float heaviest) {
  /// What training minimised, besides `Σ_observed w (1 − x·v)²`.
  public enum Loss {
    /// `a0 Σ_all (x·v)²`, regularised by the weights and by `a0` for each item there is: `P = a0
    /// VᵀV
    /// + λ a0 N I`, `R = Σ w`, `b = w`.
    ALL_PAIRS,
    /// `a0 Σ_all (p − x·v)²` where `p` is 1 for what was observed, regularised by the number of
    /// items in the history: `P = a0 VᵀV`, `R = n`, `b = w + a0`. Spark MLlib's implicit ALS,
    /// divided by its `alpha`: `a0 = 1 / alpha`, `λ = regParam / alpha`.
    MISSING_AS_ZERO
  }

  /// What `P` has on its diagonal beside `a0 VᵀV`.
  public double sharedPenalty(int items) {
    return switch (loss) {
      case ALL_PAIRS -> (double) lambda * a0 * items;
      case MISSING_AS_ZERO -> 0;
    };
  }

  /// `R`.
  ///
  /// @param weight of the history, in all
  /// @param count of its items
  public double penalised(double weight, int count) {
    return switch (loss) {
      case ALL_PAIRS -> weight;
      case MISSING_AS_ZERO -> count;
    };
  }

  /// `b` of an item.
  public double pull(double weight) {
    return weight + missing();
  }

  /// What an item of the history pulls beyond its weight; where it is above 0, `R` counts items.
  float missing() {
    return switch (loss) {
      case ALL_PAIRS -> 0;
      case MISSING_AS_ZERO -> a0;
    };
  }
}
