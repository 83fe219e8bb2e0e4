package com.example;

import dev.gosync.Guards;
import dev.gosync.Sources;
import dev.gosync.Sync;
import dev.gosync.slack.SlackWorkspace;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Brings a user group of Slack in step with a file that has one e-mail address a line. */
public final class OnCall {
    private OnCall() {}

    public static void main(String[] args) throws Exception {
        Path people = Path.of(args[0]);
        String userGroup = args[1];
        SlackWorkspace.Builder slack = SlackWorkspace.builder(System.getenv("SLACK_TOKEN"));
        if (args.length > 2) {
            slack.baseUrl(URI.create(args[2]));
        }

        try (SlackWorkspace workspace = slack.build()) {
            Sync sync = Sync.from(Sources.of(Files.readAllLines(people))).guard(Guards.maxRemovals(5));
            System.out.println(sync.syncWith(workspace.userGroup(userGroup)));
        }
    }
}
