package dev.gosync.slack;

import dev.gosync.testkit.Conditions;

/** What the certifications have in common. */
final class Workspaces {
    private Workspaces() {}

    /** A workspace that knows nothing yet, as a program that has just started has it. */
    static SlackWorkspace of(SlackFake fake, Conditions conditions) {
        return SlackWorkspace.builder(conditions.secret())
                .baseUrl(fake.baseUrl())
                .retry(conditions.retry())
                .build();
    }

    /** One of all that no e-mail address stands for. */
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
