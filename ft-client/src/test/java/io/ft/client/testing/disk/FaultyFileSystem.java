package io.ft.client.testing.disk;

import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Objects;
import java.util.Set;

/** The files of another file system, seen through calls that go wrong as a plan says. */
public final class FaultyFileSystem extends FileSystem {

  private final FileSystem real;
  private final FaultyProvider provider;
  private volatile FaultPlan plan = FaultPlan.none();

  private FaultyFileSystem(FileSystem real) {
    this.real = real;
    this.provider = new FaultyProvider(this, real.provider());
  }

  /** One over the file system of {@code path}, where nothing goes wrong yet. */
  public static FaultyFileSystem over(Path path) {
    return new FaultyFileSystem(path.getFileSystem());
  }

  /** From now on calls go wrong as {@code plan} says. */
  public void follow(FaultPlan plan) {
    this.plan = plan;
  }

  /** The same file, reached through this file system. */
  public Path path(Path real) {
    return new FaultyPath(this, real);
  }

  FaultPlan plan() {
    return plan;
  }

  /** What {@code path} is in the file system behind this one. */
  static Path real(Path path) {
    return path instanceof FaultyPath faulty ? faulty.real() : path;
  }

  @Override
  public FileSystemProvider provider() {
    return provider;
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("as the default file system");
  }

  @Override
  public boolean isOpen() {
    return real.isOpen();
  }

  @Override
  public boolean isReadOnly() {
    return real.isReadOnly();
  }

  @Override
  public String getSeparator() {
    return real.getSeparator();
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return real.getFileStores();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return real.supportedFileAttributeViews();
  }

  @Override
  public Path getPath(String first, String... more) {
    return path(real.getPath(first, more));
  }

  @Override
  public PathMatcher getPathMatcher(String syntaxAndPattern) {
    PathMatcher matcher = real.getPathMatcher(syntaxAndPattern);
    return path -> matcher.matches(real(path));
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    return real.getUserPrincipalLookupService();
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String toString() {
    return "faulty " + Objects.toString(real);
  }
}
