package dev.gosync.google;

import com.google.api.services.directory.Directory;
import com.google.api.services.directory.model.Member;
import dev.gosync.google.GoogleGroup.Delivery;
import dev.gosync.google.GoogleGroup.MemberType;
import dev.gosync.google.GoogleGroup.Role;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The options of a {@link GoogleGroup}, and which members they include. Immutable; threads may share it.
 *
 * @param others whether other addresses of members are read
 * @param derived whether members of nested groups are read
 * @param suspended whether suspended members are read
 */
record GroupOptions(
        Role role,
        Optional<Delivery> delivery,
        Set<MemberType> types,
        boolean others,
        boolean derived,
        boolean suspended) {
    static final GroupOptions STANDARD = new GroupOptions(
            Role.MEMBER, Optional.empty(), Set.of(MemberType.USER, MemberType.EXTERNAL), false, false, true);

    GroupOptions withRole(Role changed) {
        return new GroupOptions(changed, delivery, types, others, derived, suspended);
    }

    GroupOptions withDelivery(Delivery changed) {
        return new GroupOptions(role, Optional.of(changed), types, others, derived, suspended);
    }

    GroupOptions withTypes(Set<MemberType> changed) {
        return new GroupOptions(role, delivery, changed, others, derived, suspended);
    }

    GroupOptions withOtherAddresses() {
        return new GroupOptions(role, delivery, types, true, derived, suspended);
    }

    GroupOptions withDerived() {
        return new GroupOptions(Role.MEMBER, delivery, types, others, true, suspended);
    }

    GroupOptions withSuspended(boolean changed) {
        return new GroupOptions(role, delivery, types, others, derived, changed);
    }

    /** How the name of the place ends. */
    String suffix() {
        String part = derived
                ? " with the members of its groups"
                : switch (role) {
                    case MEMBER -> "";
                    case MANAGER -> " (managers)";
                    case OWNER -> " (owners)";
                };
        return part + (suspended ? "" : " without suspended members");
    }

    /** What reading needs. A group that can only be a source does not ask for the right to write. */
    Scope scope() {
        return derived || !suspended ? Scope.MEMBERS_TO_READ : Scope.MEMBERS;
    }

    /** Limits the list that Google sends. */
    void limit(Directory.Members.List list) {
        if (derived) {
            list.setIncludeDerivedMembership(true);
        } else if (role != Role.MEMBER) {
            list.setRoles(Arrays.stream(Role.values())
                    .filter(each -> each.compareTo(role) >= 0)
                    .map(Role::name)
                    .collect(Collectors.joining(",")));
        }
    }

    /** Why a member is left out, if so. */
    Optional<String> leftOutBecause(Member member) {
        String type = GroupCalls.text(member.getType()).orElse(MemberType.EXTERNAL.name());
        if (type.equals("CUSTOMER")) {
            return Optional.of("everybody in the account");
        }
        if (types.stream().noneMatch(included -> included.name().equals(type))) {
            return Optional.of(type.equals("GROUP") ? "nested group" : "of type " + type.toLowerCase(Locale.ROOT));
        }
        if (!suspended && "SUSPENDED".equals(member.getStatus())) {
            return Optional.of("suspended");
        }
        return GroupCalls.text(member.getEmail()).isEmpty() ? Optional.of("no e-mail") : Optional.empty();
    }

    /** Why a member must not be removed, if so. */
    Optional<String> keptBecause(Member member) {
        return derived || role.name().equals(member.getRole())
                ? Optional.empty()
                : Optional.of(GroupCalls.text(member.getRole())
                        .map(its -> its.toLowerCase(Locale.ROOT))
                        .orElse("without a role"));
    }

    /** Whether the role of a member is known, and lower than the role of the place. */
    boolean isLower(Member member) {
        return Arrays.stream(Role.values())
                .anyMatch(each -> each.compareTo(role) < 0 && each.name().equals(member.getRole()));
    }
}
