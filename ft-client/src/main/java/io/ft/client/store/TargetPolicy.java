package io.ft.client.store;

/**
 * What may be done to a target, and has to be.
 *
 * @param resume whether to go on with what is there from an earlier time, and to leave alone what
 *     is complete
 * @param replace whether a target that is there and differs may be replaced
 * @param forceContent whether the content has to be on the disk before the target appears
 * @param forceName whether the target's name has to be on the disk at the end
 */
public record TargetPolicy(
    boolean resume, boolean replace, boolean forceContent, boolean forceName) {}
