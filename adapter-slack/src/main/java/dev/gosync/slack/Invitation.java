package dev.gosync.slack;

import com.slack.api.methods.response.conversations.ConversationsInviteResponse;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Outcomes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Invites people to a conversation, and tells for each what became of it. With {@code force} Slack invites whom it can and
 * lists the others; whether the answer then says yes or no is not documented, so both are read in the same way.
 */
final class Invitation {
    /** The wish is true already. Nobody can invite themselves, for they are in: only members may invite. */
    private static final Set<String> IN_ALREADY = Set.of("already_in_channel", "cant_invite_self");

    /** What is said of one person, also where it is said of the whole request. */
    private static final Set<String> PERSONAL = Set.of(
            "already_in_channel",
            "cant_invite",
            "cant_invite_self",
            "failed_for_some_users",
            "invitee_cant_see_channel",
            "no_external_invite_permission",
            "org_user_not_in_team",
            "ura_max_channels",
            "user_is_bot",
            "user_is_restricted",
            "user_is_ultra_restricted",
            "user_not_found",
            "user_not_visible",
            "user_team_not_in_channel");

    private final WebApi api;
    private final String place;
    private final String conversation;
    private final Map<String, Account> people;

    Invitation(WebApi api, String place, String conversation, Map<String, Account> people) {
        this.api = api;
        this.place = place;
        this.conversation = conversation;
        this.people = people;
    }

    /** Invites all of these, and reports each. */
    void to(List<String> things, Outcomes outcomes) throws InterruptedException {
        ConversationsInviteResponse answer = api.call(
                place,
                Method.CONVERSATIONS_INVITE,
                Invitation::concernsPeople,
                slack -> slack.conversationsInvite(request -> request.channel(conversation)
                        .users(things.stream()
                                .map(thing -> People.id(thing, people))
                                .distinct()
                                .toList())
                        .force(true)));
        Map<String, String> codes = codes(answer);
        List<String> unsaid = things.stream()
                .filter(thing -> !codes.containsKey(People.id(thing, people)))
                .toList();
        boolean nobodyNamed = unsaid.size() == things.size();
        boolean others = codes.size() > things.size() - unsaid.size();
        things.stream()
                .filter(thing -> !unsaid.contains(thing))
                .forEach(thing -> settle(thing, Objects.requireNonNull(codes.get(People.id(thing, people))), outcomes));
        if (answer.isOk() && !others) {
            unsaid.forEach(outcomes::succeeded);
        } else if (nobodyNamed && things.size() == 1) {
            settle(things.get(0), codes.values().stream().findFirst().orElseGet(answer::getError), outcomes);
        } else if (nobodyNamed) {
            to(things.subList(0, things.size() / 2), outcomes);
            to(things.subList(things.size() / 2, things.size()), outcomes);
        } else if (!unsaid.isEmpty()) {
            to(unsaid, outcomes);
        }
    }

    private void settle(String thing, String code, Outcomes outcomes) {
        if (IN_ALREADY.contains(code)) {
            outcomes.alreadyThere(thing);
        } else {
            outcomes.failed(thing, api.refusals().ofPerson(place, Method.CONVERSATIONS_INVITE, thing, code));
        }
    }

    /** A refusal that names people, or whose code is about one; what is said of the place is none, wherever it stands. */
    private static boolean concernsPeople(ConversationsInviteResponse refusal) {
        if (refusal.getError() == null) {
            return false;
        }
        if (PERSONAL.contains(refusal.getError())) {
            return true;
        }
        return Refusals.kind(refusal.getError()) == FailureKind.UNKNOWN
                && refusal.getErrors() != null
                && refusal.getErrors().stream().anyMatch(error -> error != null && error.getUser() != null);
    }

    /** Why not, by id. One without an id stands under a key that is nobody's. */
    private Map<String, String> codes(ConversationsInviteResponse answer) {
        Map<String, String> codes = new HashMap<>();
        List<ConversationsInviteResponse.Error> errors = answer.getErrors() == null ? List.of() : answer.getErrors();
        for (ConversationsInviteResponse.Error error : errors) {
            if (error != null && !error.isOk()) {
                String code = error.getError() == null ? "an error without a name" : error.getError();
                codes.put(error.getUser() == null ? "" : error.getUser(), code);
            }
        }
        return codes;
    }
}
