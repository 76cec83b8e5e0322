package io.ft.server.cli;

import java.util.List;

/**
 * Settings that belong together, for those who read about them.
 *
 * @param heading what they are for
 */
record SettingGroup(String heading, List<Setting<?>> settings) {}
