package io.ft.client.testing;

import io.ft.codec.Entry;
import io.ft.codec.FileRequest;
import io.ft.codec.ListEnd;
import io.ft.codec.ListRequest;
import io.ft.codec.Message;
import io.ft.codec.NotExists;
import io.ft.codec.Tag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a server says of the tree "tree": whatever names it likes. It has the same content for every
 * file that it is asked for.
 */
public final class ScriptedTree implements ScriptedServer.FramedScript {

  /** The content of every file. */
  public static final byte[] CONTENT = TestFiles.content(100);

  private final List<String> files;
  private final List<String> folders;
  private final List<String> asked = new ArrayList<>();

  /** A tree with these names, in this order, folders first. */
  public ScriptedTree(List<String> folders, List<String> files) {
    this.folders = folders;
    this.files = files;
  }

  /** The paths of the files that were asked for. */
  public synchronized List<String> asked() {
    return List.copyOf(asked);
  }

  @Override
  public void play(FramedPeer peer) throws IOException {
    for (Message next = peer.receive(); next != null; next = peer.receive()) {
      if (next instanceof ListRequest request) {
        list(peer, request);
      } else if (next instanceof FileRequest request) {
        file(peer, request);
      }
    }
  }

  private void list(FramedPeer peer, ListRequest request) throws IOException {
    int id = request.id();
    if (!request.path().equals("tree")) {
      peer.send(new NotExists(id));
      return;
    }
    for (String folder : folders) {
      peer.send(new Entry(id, Entry.Kind.FOLDER, 0, FramedPeer.MODIFIED, Tag.NONE, folder));
    }
    for (String file : files) {
      peer.send(
          new Entry(
              id, Entry.Kind.FILE, CONTENT.length, FramedPeer.MODIFIED, FramedPeer.TAG, file));
    }
    peer.send(new ListEnd(id, (long) files.size() + folders.size(), 0));
  }

  private synchronized void file(FramedPeer peer, FileRequest request) throws IOException {
    asked.add(request.path());
    peer.serve(request, CONTENT);
  }
}
