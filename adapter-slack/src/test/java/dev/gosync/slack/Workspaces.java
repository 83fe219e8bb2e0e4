package dev.gosync.slack;

import dev.gosync.testkit.Conditions;
import java.net.URI;

/** What the certifications share. */
final class Workspaces {
    private Workspaces() {}

    /** A workspace that has learnt nothing yet, like in a program that has just started. */
    static SlackWorkspace of(SlackFake fake, Conditions conditions) {
        return SlackWorkspace.builder(conditions.secret())
                .baseUrl(URI.create(fake.baseUrl()))
                .retry(conditions.retry())
                .build();
    }

    /** Makes an account without a usable identifier, of another type for each number. */
    static SlackFake.Account nameless(SlackFake fake, int number) {
        synchronized (fake) {
            int kind = number % 4;
            SlackFake.Account account =
                    kind == 0 ? fake.nobody() : fake.account("left-out" + fake.accountsMade + "@example.com");
            account.bot = kind == 1;
            account.deleted = kind == 2;
            account.team = kind == 3 ? "T0ELSEWHERE" : SlackFake.TEAM;
            return account;
        }
    }
}
