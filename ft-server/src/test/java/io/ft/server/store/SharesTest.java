package io.ft.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ft.codec.Limits;
import io.ft.server.testing.OpenHandles;
import io.ft.server.testing.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several folders of one server, and who may use which. */
class SharesTest {

  private static final Permission ONLY_PUBLIC = "public"::equals;
  private static final Permission NONE = share -> false;

  private Path folder;
  private FileStore store;

  @BeforeEach
  void openStore(@TempDir Path temporary) throws IOException {
    folder = temporary;
    TestFiles.create(folder.resolve("one/file"), 10);
    TestFiles.create(folder.resolve("one/sub/file"), 11);
    TestFiles.create(folder.resolve("two/file"), 20);
    store =
        open(new Share("public", folder.resolve("one")), new Share("staff", folder.resolve("two")));
  }

  private static FileStore open(Share... shares) throws IOException {
    return FileStores.open(List.of(shares), StoreOptions.DEFAULT);
  }

  @AfterEach
  void closeStore() throws IOException {
    store.close();
    assertThat(OpenHandles.below(folder)).isEmpty();
  }

  @Test
  void pathBeginsWithTheShare() throws IOException {
    assertThat(sizeOf("public/file")).isEqualTo(10);
    assertThat(sizeOf("public/sub/file")).isEqualTo(11);
    assertThat(sizeOf("staff/file")).isEqualTo(20);
  }

  private long sizeOf(String path) throws IOException {
    OpenFile file = store.open(path, Permission.ALL);
    try {
      return file.size();
    } finally {
      file.release();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "file",
        "one/file",
        "public",
        "public/",
        "/public/file",
        "public//file",
        "public/../staff/file",
        "public/sub",
        "other/file",
        "PUBLIC/file",
        "public/file/",
        "staff/.",
        "./public/file",
        "public\0/file",
        "public/\uDCFF"
      })
  void anythingElseIsNotServed(String path) {
    assertNotServed(path, Permission.ALL);
  }

  @Test
  void whatIsNotPermittedDoesNotExist() throws IOException {
    assertNotServed("staff/file", ONLY_PUBLIC);
    assertNotListed("staff", ONLY_PUBLIC);
    assertNotListed("staff/", ONLY_PUBLIC);
    store.open("public/file", ONLY_PUBLIC).release();
    assertNotServed("public/file", NONE);
    assertThat(Listed.of(store, "", true, NONE).names()).isEmpty();
  }

  @Test
  void onlyShareNeedsAPermissionToo() throws IOException {
    try (FileStore only = open(Share.unnamed(folder.resolve("one")))) {
      only.open("file", Permission.ALL).release();
      only.open("file", ""::equals).release();
      assertThatExceptionOfType(NotServedException.class).isThrownBy(() -> only.open("file", NONE));
      assertThatExceptionOfType(NotServedException.class)
          .isThrownBy(() -> only.list("", false, NONE));
    }
  }

  @Test
  void rootListsThePermittedShares() throws IOException {
    assertThat(Listed.of(store, "").names()).containsExactly("public/", "staff/");
    assertThat(Listed.of(store, "", false, ONLY_PUBLIC).names()).containsExactly("public/");
    assertThat(Listed.of(store, "", true, ONLY_PUBLIC).names())
        .containsExactly("public/", "public/file", "public/sub/", "public/sub/file");
    assertThat(Listed.recursive(store, "").names())
        .containsExactly(
            "public/", "public/file", "public/sub/", "public/sub/file", "staff/", "staff/file");
    assertThat(Listed.of(store, "").entries().get(0).modified())
        .isEqualTo(Files.getLastModifiedTime(folder.resolve("one")).toInstant());
  }

  @Test
  void foldersOfAShareAreListed() throws IOException {
    assertThat(Listed.of(store, "public").names()).containsExactly("file", "sub/");
    assertThat(Listed.of(store, "public/sub").names()).containsExactly("file");
    assertNotListed("public/", Permission.ALL);
    assertNotListed("public/file", Permission.ALL);
    assertNotListed("other", Permission.ALL);
  }

  @Test
  void listingThatIsLeftHoldsNothing() throws IOException {
    try (FolderListing listing = store.list("", true, Permission.ALL)) {
      assertThat(listing.next().last()).isFalse();
    }
    assertThat(OpenHandles.below(folder))
        .containsOnly(folder.resolve("one"), folder.resolve("two"));
  }

  @Test
  void shareWhoseFolderWasDeletedIsEmpty() throws IOException {
    Files.delete(folder.resolve("two/file"));
    Files.delete(folder.resolve("two"));

    assertThat(Listed.of(store, "", true, "staff"::equals).names()).containsExactly("staff/");
    assertNotServed("staff/file", Permission.ALL);
  }

  @Test
  void manySharesAreListedInSeveralBatches() throws IOException {
    List<Share> shares = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      shares.add(new Share("share" + i, folder.resolve("two")));
    }
    try (FileStore many = FileStores.open(shares, StoreOptions.DEFAULT)) {
      assertThat(Listed.of(many, "").entries()).hasSize(200);
      assertThat(Listed.recursive(many, "").entries()).hasSize(400);
    }
  }

  @Test
  void nameOfTheShareCountsForTheLengthOfAPath() throws IOException {
    String path = ("d".repeat(200) + "/").repeat(5);
    String fits = path + "f".repeat(Limits.MAX_PATH_BYTES - path.length() - "public/".length());
    TestFiles.create(folder.resolve("one").resolve(fits), 1);
    TestFiles.create(folder.resolve("one").resolve(fits + "f"), 1);

    assertThat(sizeOf("public/" + fits)).isEqualTo(1);
    assertNotServed("public/" + fits + "f", Permission.ALL);
    for (String root : new String[] {"", "public", "public/" + "d".repeat(200)}) {
      Listed listed = Listed.recursive(store, root);
      assertThat(listed.omitted()).as(root).isEqualTo(1);
      assertThat(listed.names()).anyMatch(name -> ("public/" + fits).endsWith(name));
    }
  }

  @Test
  void visitGoesFromShareToShare() throws IOException {
    try (FileStore.Visit visit = store.visit()) {
      for (String path : new String[] {"public/file", "staff/file", "public/sub/file"}) {
        visit.open(path, Permission.ALL).release();
      }
      assertThatExceptionOfType(NotServedException.class)
          .isThrownBy(() -> visit.open("staff/file", ONLY_PUBLIC));
    }
    assertThat(OpenHandles.below(folder))
        .containsOnly(folder.resolve("one"), folder.resolve("two"));
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "..", ".x", "a/b", "/", "a/", "a\0", "\uD800"})
  void nameOfAShareIsOnePartOfAPath(String name) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new Share(name, folder));
  }

  @Test
  void sharesMustFitTogether() {
    Share unnamed = Share.unnamed(folder);
    Share named = new Share("a", folder);
    assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> open());
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> open(unnamed, named));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> open(named, unnamed));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> open(named, new Share("a", folder.resolve("one"))));
  }

  @Test
  void shareThatCannotBeOpenedLeavesNothingOpen() throws IOException {
    store.close();
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(
            () ->
                open(
                    new Share("a", folder.resolve("one")),
                    new Share("b", folder.resolve("missing"))));
    assertThat(OpenHandles.below(folder)).isEmpty();
  }

  private void assertNotServed(String path, Permission permission) {
    assertThatExceptionOfType(NotServedException.class)
        .isThrownBy(() -> store.open(path, permission));
  }

  private void assertNotListed(String path, Permission permission) {
    assertThatExceptionOfType(NotServedException.class)
        .isThrownBy(() -> store.list(path, true, permission));
  }
}
