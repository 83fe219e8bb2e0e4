package dev.gosync.testkit;

import static dev.gosync.testkit.Broken.adapter;

import java.util.List;

/** Mistakes in declaring what cannot be done. */
final class DeclarationsProofTest extends Proof {
    // --- Lies about what cannot be done

    private static Broken lie(Limitation limitation, String caughtBy, String message) {
        return adapter("it lies: " + limitation.meaning(), caughtBy, message, WiredAdapter::new)
                .declaring(limitation);
    }

    @Override
    List<Broken> mistakes() {
        return List.of(
                lie(
                        Limitation.NO_HTTP_FAULTS,
                        "H-2 H-4 H-5 G-4 G-9 O-4 O-5 O-6 O-7 E-1 E-2 E-3 E-5 E-6 E-7 E-8 E-9 E-10 E-11 E-12 C-15 E-13 T-1 T-2 T-3 T-4 T-5 T-6 T-7 T-8 T-9 T-10 T-11 T-12 T-13 T-14 T-15 T-16 T-17 T-18 I-1 I-2 I-3 I-6 S-3",
                        "the harness injects"),
                lie(Limitation.KNOWS_EVERY_THING, "A-6 R-6", "was refused"),
                lie(Limitation.CASE_SENSITIVE, "C-4 A-8 R-8", "missing"),
                lie(Limitation.CANNOT_BE_EMPTY, "R-11", "the last member was removed"),
                lie(Limitation.RESTRICTED_ALPHABET, "G-7 A-7 R-7", "every odd thing can be a member"),
                lie(
                        Limitation.READ_ONLY,
                        "A-4 A-1 A-2 A-3 A-5 A-6 A-7 A-8 A-9 A-10 R-1 R-2 R-3 R-4 R-5 R-6 R-7 R-8 R-9 R-10 R-11 R-12 C-1 C-2 C-3 C-4 C-5 C-6 C-7 C-8 C-9 C-10 C-11 C-12 C-13 C-14 C-15 A-11 R-13 R-14 O-1 O-2 O-3 O-4 O-5 O-6 O-7 O-8 E-2 E-3 E-4 E-6 E-8 E-10 E-12 T-2 T-4 T-6 T-9 T-15 I-3 I-6 S-3",
                        "to fail as READ_ONLY"),
                lie(Limitation.NEVER_READ_ONLY, "S-3", "the harness injects READ_ONLY"),
                lie(Limitation.NO_NAMELESS_MEMBERS, "G-3 A-9 R-9 C-6", "the harness supports"),
                lie(Limitation.KEEPS_NOBODY, "G-8 A-10 R-10 R-14 C-7", "the harness supports"),
                lie(Limitation.REMOVES_KEPT, "R-14", "is there after the removal"),
                lie(Limitation.FORBIDS_NOTHING, "E-4 C-5 C-10", "the harness supports"));
    }
}
