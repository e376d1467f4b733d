/// Trainings, as an MLflow server has them: a run each, with its package and a version of a
/// registered model (ADR 0027).
@NullMarked
package io.waymark.mlflow;

import org.jspecify.annotations.NullMarked;
