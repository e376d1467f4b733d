package io.waymark.cdk.pipeline;

import software.amazon.awscdk.services.stepfunctions.Chain;
import software.amazon.awscdk.services.stepfunctions.IChainable;
import software.amazon.awscdk.services.stepfunctions.StateMachine;
import software.constructs.Construct;

/// Runs the training jobs of tenants whose data is more than a function trains on in its time.
public interface LargeTraining {
  /// The tenant's id, in the input of the state.
  String TENANT = "$.tenant_id";

  /// The id of the job, which is queued, in the input of the state.
  String JOB = "$.trained.answer.job_id";

  /// From how many interactions on.
  int from();

  /// A state that runs the job to its end and leaves its input as it was; what came of the job
  /// stands in the job's row.
  ///
  /// @param name of the state
  /// @param failed where to go when nobody has run it
  Chain run(Construct scope, String name, IChainable failed);

  /// Lets the machine do that, as far as the state itself does not see to it.
  void allow(StateMachine machine);
}
