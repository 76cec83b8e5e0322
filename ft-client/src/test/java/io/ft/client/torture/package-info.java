/**
 * Downloads that are interrupted, damaged and cheated in every way. Each class runs in a short
 * version with the other tests, and in full with {@code mvn -Ptorture verify}; it prints what it
 * counted.
 */
@NullMarked
package io.ft.client.torture;

import org.jspecify.annotations.NullMarked;
