package dev.gosync.slack;

import com.slack.api.model.User;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An account that Slack knows.
 *
 * @param id of the account
 * @param email present only for a {@link Standing#PERSON} and a {@link Standing#SINGLE_CHANNEL_GUEST}
 * @param standing whether its e-mail address is listed, and if not, why
 */
record SlackAccount(String id, @Nullable String email, Standing standing) {
    /** Whether the e-mail address of an account is listed, and if not, why. */
    enum Standing {
        /** A person of this workspace with an e-mail address, including a guest in several channels. */
        PERSON("person"),
        /** A guest of this workspace with an e-mail address who may be in one channel and in no user group. */
        SINGLE_CHANNEL_GUEST("person"),
        /** A program. */
        BOT("bot"),
        /** A person whose account was deactivated. */
        DEACTIVATED("deactivated"),
        /** A person of another workspace, who is here through a shared conversation. */
        ELSEWHERE("other workspace"),
        /** A person without an e-mail address. */
        NO_EMAIL("no e-mail");

        private final String reason;

        Standing(String reason) {
            this.reason = reason;
        }

        /** Whether its e-mail address is listed. */
        boolean isPerson() {
            return this == PERSON || this == SINGLE_CHANNEL_GUEST;
        }

        /** Why the account is left out of a listing. */
        String reason() {
            return reason;
        }
    }

    /** Every workspace has this account, which is not marked as a bot. */
    static final String SLACKBOT = "USLACKBOT";

    /** Translates an account, as the workspace with this id sees it. */
    static SlackAccount of(User user, String workspace) {
        String id = Objects.requireNonNull(user.getId(), "an account without an id");
        String email = user.getProfile() == null ? null : user.getProfile().getEmail();
        String address = email == null ? "" : email.strip();
        Standing standing = Standing.PERSON;
        if (isProgram(user)) {
            standing = Standing.BOT;
        } else if (user.isStranger() || !isOf(user, workspace)) {
            standing = Standing.ELSEWHERE;
        } else if (user.isDeleted()) {
            standing = Standing.DEACTIVATED;
        } else if (address.isEmpty()) {
            standing = Standing.NO_EMAIL;
        } else if (user.isUltraRestricted()) {
            standing = Standing.SINGLE_CHANNEL_GUEST;
        }
        return new SlackAccount(id, standing.isPerson() ? address : null, standing);
    }

    static boolean isProgram(User user) {
        return user.isBot() || user.isWorkflowBot() || user.isConnectorBot() || SLACKBOT.equals(user.getId());
    }

    /** In an Enterprise organization an account can be in several workspaces, and its team id names only one of them. */
    static boolean isOf(User user, String workspace) {
        if (user.getTeamId() == null || user.getTeamId().equals(workspace)) {
            return true;
        }
        List<String> others = user.getTeams() == null ? List.of() : user.getTeams();
        List<String> ofOrganization =
                user.getEnterpriseUser() == null || user.getEnterpriseUser().getTeams() == null
                        ? List.of()
                        : user.getEnterpriseUser().getTeams();
        return Stream.concat(others.stream(), ofOrganization.stream()).anyMatch(workspace::equals);
    }
}
