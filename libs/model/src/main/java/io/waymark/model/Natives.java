package io.waymark.model;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Starts ONNX Runtime once per class loader. Where its natives stand unpacked beside its classes,
/// as in our archives, nothing is extracted: the environment comes up in a third of the time.
public final class Natives {
  private static final String PATH = "onnxruntime.native.path";

  private Natives() {}

  public static OrtEnvironment environment() {
    return Holder.ENVIRONMENT;
  }

  private static final class Holder {
    static final OrtEnvironment ENVIRONMENT = start();
  }

  private static OrtEnvironment start() {
    @Nullable URL library =
        OrtEnvironment.class.getResource(
            "/ai/onnxruntime/native/" + platform() + "/" + System.mapLibraryName("onnxruntime"));
    if (library == null || !library.getProtocol().equals("file")) {
      return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "waymark");
    }
    // The property is the process's while the natives are the class loader's: two functions in one
    // process must not see each other's path.
    synchronized (Runtime.getRuntime()) {
      @Nullable String before = System.getProperty(PATH);
      try {
        System.setProperty(PATH, String.valueOf(Path.of(library.toURI()).getParent()));
        return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "waymark");
      } catch (URISyntaxException impossible) {
        throw new IllegalStateException(impossible);
      } finally {
        if (before == null) {
          System.clearProperty(PATH);
        } else {
          System.setProperty(PATH, before);
        }
      }
    }
  }

  private static String platform() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String cpu = System.getProperty("os.arch", "").equals("aarch64") ? "aarch64" : "x64";
    return (os.contains("mac") ? "osx-" : os.contains("win") ? "win-" : "linux-") + cpu;
  }
}
