package io.ft.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The breaks that japicmp does not see when it compares the jars in {@code mvn verify}: it looks at
 * classes and their members, and neither at what a {@code switch} can tell apart nor at the module.
 * {@code docs/compatibility.md} says what to do when a change is meant.
 */
class ApiBaselineTest {

  private static final Path PROMISED = Path.of("src/api/ft-codec-api.jar");
  private static final String CLASS = ".class";

  private JarFile jar;
  private URLClassLoader promised;

  @BeforeEach
  void open() throws IOException {
    jar = new JarFile(PROMISED.toFile());
    // The first place that has a class counts; the others are for Netty.
    List<URL> places = new ArrayList<>(List.of(PROMISED.toUri().toURL()));
    for (String place : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      places.add(Path.of(place).toUri().toURL());
    }
    promised = new URLClassLoader(places.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
  }

  @AfterEach
  void close() throws IOException {
    promised.close();
    jar.close();
  }

  /** Each message is a case of a {@code switch} over messages. */
  @Test
  void messagesAreThoseThatWerePromised() throws ClassNotFoundException {
    Class<?> message = promised.loadClass(Message.class.getName());
    assertThat(message).isNotEqualTo(Message.class);

    assertThat(permitted(Message.class)).containsExactlyInAnyOrderElementsOf(permitted(message));
  }

  /** A record pattern names all components, whichever constructors there are. */
  @Test
  void recordsHaveTheComponentsThatWerePromised() throws ClassNotFoundException {
    List<String> names =
        jar.stream().map(ZipEntry::getName).filter(name -> name.endsWith(CLASS)).toList();
    int records = 0;
    for (String name : names) {
      if (name.startsWith("io/")) {
        String className = name.substring(0, name.length() - CLASS.length()).replace('/', '.');
        Class<?> old = promised.loadClass(className);
        if (old.isRecord() && Modifier.isPublic(old.getModifiers())) {
          records++;
          assertThat(components(Class.forName(className))).as(className).isEqualTo(components(old));
        }
      }
    }
    assertThat(records).isPositive();
  }

  /** Who reads the module sees these packages, and those modules through it. */
  @Test
  void moduleOffersWhatWasPromised() throws IOException {
    ModuleDescriptor old;
    try (InputStream in = jar.getInputStream(jar.getEntry("module-info.class"))) {
      old = ModuleDescriptor.read(in);
    }
    ModuleDescriptor now;
    try (InputStream in = Files.newInputStream(Path.of("target/classes/module-info.class"))) {
      now = ModuleDescriptor.read(in);
    }

    assertThat(now.name()).isEqualTo(old.name());
    assertThat(exports(now)).isNotEmpty().containsAll(exports(old));
    assertThat(transitive(now)).isNotEmpty().containsAll(transitive(old));
  }

  private static List<String> permitted(Class<?> type) {
    return Stream.of(type.getPermittedSubclasses()).map(Class::getName).toList();
  }

  private static List<String> components(Class<?> type) {
    return Stream.of(type.getRecordComponents())
        .map(component -> component.getGenericType().getTypeName() + " " + component.getName())
        .toList();
  }

  private static List<String> exports(ModuleDescriptor module) {
    return module.exports().stream().map(Exports::source).toList();
  }

  private static List<String> transitive(ModuleDescriptor module) {
    return module.requires().stream()
        .filter(needed -> needed.modifiers().contains(Requires.Modifier.TRANSITIVE))
        .map(Requires::name)
        .toList();
  }
}
