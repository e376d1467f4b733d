package io.waymark.cdk.config;

/// Where the daily pipeline trains tenants whose data is large; `-c training=…`. All others are
/// trained by the function `train-daily`, and so is whoever asks over HTTP.
public sealed interface TrainingChoice {
  /// In that function too.
  record Function() implements TrainingChoice {}

  /// In a task of Fargate, which bills by the second while it runs.
  ///
  /// @param from how many interactions are large
  /// @param cpu virtual processors
  /// @param storageGib for the files of the training
  record Fargate(int from, int cpu, int memoryGib, int storageGib) implements TrainingChoice {
    /// The GiB of memory that a task with so many processors may have, as AWS has it.
    private enum Sizes {
      TWO(2, 4, 16, 1),
      FOUR(4, 8, 30, 1),
      EIGHT(8, 16, 60, 4),
      SIXTEEN(16, 32, 120, 8);

      private final int cpu;
      private final int least;
      private final int most;
      private final int step;

      Sizes(int cpu, int least, int most, int step) {
        this.cpu = cpu;
        this.least = least;
        this.most = most;
        this.step = step;
      }
    }

    public Fargate {
      Sizes sizes = sizes(cpu);
      if (memoryGib < sizes.least || memoryGib > sizes.most || memoryGib % sizes.step != 0) {
        throw Context.wrong(
            "trainingFargateMemory",
            Integer.toString(memoryGib),
            "%d-%d GiB in steps of %d with %d processors"
                .formatted(sizes.least, sizes.most, sizes.step, cpu));
      }
    }

    private static Sizes sizes(int cpu) {
      for (Sizes sizes : Sizes.values()) {
        if (sizes.cpu == cpu) {
          return sizes;
        }
      }
      throw Context.wrong("trainingFargateCpu", Integer.toString(cpu), "one of 2, 4, 8, 16");
    }
  }

  /// By a Spark job of the operator's own on EMR Serverless, which bills by the second while it
  /// runs.
  ///
  /// @param from how many interactions are large
  /// @param release of EMR, like `emr-7.10.0`
  record EmrServerless(int from, Jar jar, String release) implements TrainingChoice {}

  /// A file in S3.
  record Jar(String bucket, String key) {
    public String url() {
      return "s3://" + bucket + "/" + key;
    }
  }
}
