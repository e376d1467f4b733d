package io.waymark.embedded.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFoldersTest {
  @TempDir private Path place;

  @Test
  void endsTheDatabaseOfAProcessThatIsGoneAndDeletesItsFolder() throws Exception {
    Path left = folderOf("waymark-1", ended());
    Postgres postgres = Postgres.start(left.resolve("postgresql"), left.resolve("log"), false);
    assertThat(postgres.jdbcUrl()).isNotEmpty();
    long pid =
        Long.parseLong(Files.readAllLines(left.resolve("postgresql/postmaster.pid")).getFirst());

    TemporaryFolders.sweep(place);

    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(left).doesNotExist();
  }

  @Test
  void aProcessThatHasTheIdOfOneThatIsGoneKeepsNothing() throws IOException {
    RecordedProcess current = RecordedProcess.current();
    Path left =
        folderOf(
            "waymark-1",
            new RecordedProcess(current.pid(), current.started().minus(Duration.ofHours(1))));
    TemporaryFolders.sweep(place);
    assertThat(left).doesNotExist();
  }

  @Test
  void leavesTheFoldersOfProcessesThatRun() throws IOException {
    Path used = folderOf("waymark-1", RecordedProcess.current());
    TemporaryFolders.sweep(place);
    assertThat(used.resolve("keys/key")).exists();
  }

  @Test
  void leavesWhatIsNotTemporary() throws Exception {
    Path kept = folderOf("waymark-data", ended());
    TemporaryFolders.keep(kept);
    Path another = folderOf("data", ended());
    Path torn = folderOf("waymark-torn", RecordedProcess.current());
    Files.writeString(torn.resolve("TEMPORARY"), "1");
    TemporaryFolders.sweep(place);
    assertThat(kept.resolve("keys/key")).exists();
    assertThat(another.resolve("keys/key")).exists();
    assertThat(torn.resolve("keys/key")).exists();
  }

  @Test
  void deletesAFolderThatHasNoMoreThanItsMarker() throws Exception {
    Path left = Files.createDirectory(place.resolve("waymark-1"));
    Files.writeString(left.resolve("TEMPORARY"), ended().text());
    TemporaryFolders.sweep(place);
    assertThat(left).doesNotExist();
  }

  private Path folderOf(String name, RecordedProcess owner) throws IOException {
    Path folder = Files.createDirectory(place.resolve(name));
    Files.writeString(folder.resolve("TEMPORARY"), owner.text());
    Files.writeString(Files.createDirectory(folder.resolve("keys")).resolve("key"), "secret");
    return folder;
  }

  private static RecordedProcess ended() throws Exception {
    Process process = new ProcessBuilder("cat").redirectOutput(Redirect.DISCARD).start();
    RecordedProcess recorded =
        new RecordedProcess(process.pid(), process.info().startInstant().orElseThrow());
    process.getOutputStream().close();
    process.waitFor();
    return recorded;
  }
}
