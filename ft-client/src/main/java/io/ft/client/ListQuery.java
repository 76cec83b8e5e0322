package io.ft.client;

import java.io.IOException;
import java.util.concurrent.Executor;

/** A listing over all its attempts. */
final class ListQuery extends Query<ListingResult> implements ListExchange.Sink {

  private final ListingRequest request;
  private final ListingListener listener;

  private boolean told;

  ListQuery(ListingRequest request, ListingListener listener, Listing listing, Host host) {
    super(request.folder().server(), request.retry(), listing, host);
    this.request = request;
    this.listener = listener;
  }

  @Override
  public Server server() {
    return request.folder().server();
  }

  @Override
  public String path() {
    return request.folder().path();
  }

  @Override
  public long maxTimeMillis() {
    return request.maxTimeMillis();
  }

  @Override
  Exchange exchange(Executor writer, ClientConfig config) {
    return new ListExchange(request, this, writer, config, this);
  }

  @Override
  public void entry(RemoteEntry entry) throws TransferException {
    if (hasEnded()) {
      return;
    }
    told = true;
    try {
      listener.entry(entry);
    } catch (TransferException e) {
      throw e;
    } catch (IOException e) {
      throw TransferFailures.ofTarget(e);
    } catch (RuntimeException e) {
      throw new TransferException(TransferError.CANNOT_WRITE, "cannot write: " + e, e);
    }
  }

  @Override
  public void complete(ListingResult result) {
    answered(result);
  }

  @Override
  boolean forget() {
    if (told && !listener.restart()) {
      return false;
    }
    told = false;
    return true;
  }
}
