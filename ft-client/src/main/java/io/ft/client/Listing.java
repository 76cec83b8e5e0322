package io.ft.client;

/** A listing that was started. No entry is told after its end. */
public final class Listing extends Pending<ListingResult> {

  Listing() {}
}
