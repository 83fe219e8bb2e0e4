package dev.gosync.github;

import dev.gosync.github.GitHubTeam.Role;
import dev.gosync.github.Roster.Member;
import java.util.Optional;

/**
 * The settings of a team, which also decide which members are kept.
 *
 * @param role of the users who are added
 * @param invites whether users outside the organization are invited
 */
record TeamOptions(Role role, boolean invites, boolean removesMaintainers, boolean removesOwner) {
    static final TeamOptions STANDARD = new TeamOptions(Role.MEMBER, true, false, false);
    static final String LAST_MAINTAINER = "last maintainer";

    private static final String MAINTAINER = "maintainer";
    private static final String OWNER = "owner of the token";

    TeamOptions withRole(Role changed) {
        return new TeamOptions(changed, invites, removesMaintainers, removesOwner);
    }

    TeamOptions withInvites(boolean changed) {
        return new TeamOptions(role, changed, removesMaintainers, removesOwner);
    }

    TeamOptions removingMaintainers() {
        return new TeamOptions(role, invites, true, removesOwner);
    }

    TeamOptions removingOwner() {
        return new TeamOptions(role, invites, removesMaintainers, true);
    }

    /** {@return why a member must not be removed; empty if it may be removed} */
    Optional<String> whyKept(Roster roster, Member member) {
        if (!removesOwner && roster.isOwner(member.login())) {
            return Optional.of(OWNER);
        }
        if (!member.maintainer()) {
            return Optional.empty();
        }
        if (roster.maintainers() == 1) {
            return Optional.of(LAST_MAINTAINER);
        }
        return removesMaintainers ? Optional.empty() : Optional.of(MAINTAINER);
    }
}
