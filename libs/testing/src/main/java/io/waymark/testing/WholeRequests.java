package io.waymark.testing;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.shaded.org.eclipse.jetty.io.Content;
import org.gaul.shaded.org.eclipse.jetty.server.Handler;
import org.gaul.shaded.org.eclipse.jetty.server.Request;
import org.gaul.shaded.org.eclipse.jetty.server.Response;
import org.gaul.shaded.org.eclipse.jetty.server.Server;
import org.gaul.shaded.org.eclipse.jetty.util.Callback;

/// Reads the end of each request before it is answered.
///
/// S3Proxy reads an object, but not the checksum behind it. Where that comes late, Jetty closes the
/// connection behind the answer, and the SDK, which still writes, fails: about one upload in a
/// hundred while both processors are busy.
final class WholeRequests extends Handler.Wrapper {
  /// Of a checksum with its signature; what is longer is a body that was refused.
  private static final int MOST = 1 << 12;

  private WholeRequests(Handler of) {
    super(of);
  }

  /// Puts it before all else that `proxy` does; not yet started.
  static void before(S3Proxy proxy) {
    try {
      Field field = S3Proxy.class.getDeclaredField("server");
      field.setAccessible(true);
      Server server = (Server) field.get(proxy);
      server.setHandler(new WholeRequests(server.getHandler()));
    } catch (ReflectiveOperationException other) {
      throw new IllegalStateException("S3Proxy keeps its server elsewhere now", other);
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    return super.handle(
        request,
        new Response.Wrapper(request, response) {
          @Override
          public void write(boolean last, ByteBuffer content, Callback written) {
            if (last) {
              readEnd(request);
            }
            super.write(last, content, written);
          }
        },
        callback);
  }

  private static void readEnd(Request request) {
    InputStream body = Content.Source.asInputStream(request);
    try {
      int _ = body.readNBytes(new byte[MOST], 0, MOST);
    } catch (IOException _) {
      // Who sent it has gone, and will not read the answer.
    }
  }
}
