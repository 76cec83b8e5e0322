package io.ft.server.cli;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.Status;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.slf4j.LoggerFactory;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/** The configuration of the log that an operator wants instead of the program's own. */
final class LogConfig {

  private LogConfig() {}

  /** Makes sure that there is one, if one is named; what it says is found out by {@link #apply}. */
  static void check(Values values) {
    Path file = values.find(ServerSettings.LOG_CONFIG);
    if (file == null) {
      return;
    }
    String place = values.place(ServerSettings.LOG_CONFIG);
    try (InputStream xml = Files.newInputStream(file)) {
      SAXParserFactory parsers = SAXParserFactory.newInstance();
      parsers.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      // An error is thrown, and nothing is written to standard error about it.
      parsers.newSAXParser().parse(xml, new DefaultHandler());
    } catch (SAXParseException e) {
      values.problems().file(place + ": " + file + ":" + e.getLineNumber() + ": " + e.getMessage());
    } catch (IOException e) {
      values.problems().file(place + ": cannot read " + file + ": " + FileReason.of(e));
    } catch (SAXException | ParserConfigurationException e) {
      values.problems().file(place + ": cannot read " + file + ": " + e.getMessage());
    }
  }

  /**
   * Logs as {@code file} says from now on.
   *
   * @throws SettingsException if Logback does not understand it
   */
  static void apply(Path file) throws SettingsException {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    context.reset();
    context.getStatusManager().clear();
    Problems problems = new Problems();
    try {
      configurator.doConfigure(file.toFile());
    } catch (JoranException e) {
      problems.file("cannot log as " + file + " says: " + e.getMessage());
    }
    String errors =
        context.getStatusManager().getCopyOfStatusList().stream()
            .filter(status -> status.getLevel() == Status.ERROR)
            .map(Status::getMessage)
            .distinct()
            .collect(Collectors.joining("; "));
    if (!errors.isEmpty()) {
      problems.file("cannot log as " + file + " says: " + errors);
    }
    problems.check();
  }
}
