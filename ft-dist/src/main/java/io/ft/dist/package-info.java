/**
 * Makes what surrounds the programs on a machine, from their own descriptions: manuals and
 * completions.
 */
@NullMarked
package io.ft.dist;

import org.jspecify.annotations.NullMarked;
