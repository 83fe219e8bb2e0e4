/**
 * For programs whose people are in Slack: conversations and user groups as sources and destinations. Start with {@link
 * dev.gosync.slack.SlackWorkspace}.
 */
@NullMarked
package dev.gosync.slack;

import org.jspecify.annotations.NullMarked;
