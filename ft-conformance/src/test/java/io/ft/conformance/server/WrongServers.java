package io.ft.conformance.server;

import static io.ft.conformance.server.Defects.failure;
import static io.ft.conformance.server.Defects.ignores;
import static io.ft.conformance.server.Defects.is;
import static io.ft.conformance.server.Defects.isFailure;
import static io.ft.conformance.server.Defects.says;
import static io.ft.conformance.server.Defects.saysClassic;
import static io.ft.conformance.server.Defects.saysOnly;
import static io.ft.conformance.server.Defects.saysTwice;
import static io.ft.conformance.server.Defects.sees;
import static io.ft.conformance.server.Defects.with;

import io.ft.conformance.wire.ErrorCode;
import io.ft.conformance.wire.Frame;
import io.ft.conformance.wire.FrameType;
import java.util.stream.Stream;

/** At least one server that breaks a rule for each family of rules. */
final class WrongServers {

  private WrongServers() {}

  static Stream<Wrong> all() {
    return Stream.of(connections(), exchanges(), answers(), classic()).flatMap(each -> each);
  }

  /** Sections 2 to 3.4, and 3.10 to 3.12. */
  private static Stream<Wrong> connections() {
    return Stream.of(
        Wrong.server("D-5: speaks first", Talker::new)
            .tried(DetectionCases.cases())
            .fails(
                "D-5: a server says nothing before the client's first byte",
                "D-1 F-1: behind 0x00 there is the framed dialect or nothing",
                "D-2: 0x16 begins TLS, which a server does or refuses by a close",
                "D-3 D-4: after any other byte a server speaks classic, or closes"),
        Wrong.server(
                "F-9: skips unknown types below 0x80",
                ignores(frame -> FrameType.of(frame.code()) == null && frame.code() < 0x80))
            .tried(FramingCases.cases())
            .fails(
                "F-9: unknown types below 0x80 are refused",
                "F-9: types that are reserved for later are refused by now"),
        Wrong.server(
                "F-10: refuses unknown types from 0x80 on",
                sees(frame -> frame.code() < 0x80 ? frame : Defects.unknown()))
            .tried(FramingCases.cases())
            .fails(
                "F-1 X-1: greeting, requests and what is between them can come at once",
                "F-10: unknown types from 0x80 on are skipped"),
        Wrong.server(
                "F-4: does not compare payload checks", sees(frame -> with(frame, frame.body())))
            .tried(FramingCases.cases())
            .fails(
                "F-4: the payload check is compared before the payload is looked at",
                "F-4 N-4: a payload check without the header check in it is wrong"),
        Wrong.server(
                "F-3: says MALFORMED for a wrong check",
                says(
                    frame ->
                        isFailure(frame, ErrorCode.CHECKSUM)
                            ? failure(0, ErrorCode.MALFORMED)
                            : frame))
            .tried(FramingCases.cases())
            .fails(
                "F-3: a wrong header check ends the connection at once, whatever else is wrong",
                "F-3: behind a wrong header check no other frame is looked for",
                "F-4: the payload check is compared before the payload is looked at",
                "F-4 N-4: a payload check without the header check in it is wrong"),
        Wrong.server(
                "H-9: announces 7 exchanges",
                says(FrameType.HELLO, hello -> Defects.withMaxExchanges(hello, 7)))
            .tried(GreetingCases.cases())
            .fails("H-9: a server takes at least 8 exchanges"),
        Wrong.server("H-11: has a token in its HELLO", says(FrameType.HELLO, Defects::withToken))
            .tried(TokenCases.cases())
            .fails("H-11: a server's HELLO has no token"),
        Wrong.server("H-2: takes a second HELLO", SecondHello::new)
            .tried(GreetingCases.cases())
            .fails("H-2: a second HELLO is malformed"),
        Wrong.server(
                "H-4: takes any version",
                sees(frame -> is(frame, FrameType.HELLO) ? with(frame, 0, (byte) 1) : frame))
            .tried(GreetingCases.cases())
            .fails("H-4: versions above all that the server speaks are refused"),
        Wrong.server(
                "H-7: does what the client has not announced",
                sees(frame -> is(frame, FrameType.HELLO) ? with(frame, 9, (byte) 3) : frame))
            .tried(GreetingCases.cases())
            .fails(
                "H-7 H-6 L-1 R-1: LIST is unsupported where the client does not announce it",
                "H-7 H-6 R-12 R-1: SHA256 is unsupported where the client does not announce it"),
        Wrong.server(
                "G-4: announces features of later versions",
                says(FrameType.HELLO, hello -> with(hello, 2, (byte) 1)))
            .tried(GrowthCases.cases())
            .fails("G-4: a server of version 1 announces no feature of later ones"),
        Wrong.server(
                "E-1: closes without a word", saysOnly(frame -> !Defects.failsConnection(frame)))
            .tried(ErrorCases.cases())
            .fails(
                "E-1: behind FAILURE for the connection nothing comes",
                "E-1 X-3: a failed connection ends its exchanges",
                "E-1 E-3: FAILURE arrives although there is unread input",
                "E-3: a server closes soon, even if the client does not"),
        Wrong.server("E-7: goes on behind a half-close", HalfDeaf::new)
            .tried(ErrorCases.cases())
            .fails(
                "E-7: a half-close before HELLO ends the connection",
                "E-7: a half-close ends an idle connection",
                "E-7: a half-close ends exchanges that wait",
                "E-7: a half-close ends exchanges that send",
                "E-7: a half-close within a frame ends the connection"),
        Wrong.server(
                "E-2: answers FAILURE",
                sees(frame -> Defects.failsConnection(frame) ? Defects.unknown() : frame))
            .tried(ErrorCases.cases())
            .fails("E-2 E-4: FAILURE of the client is not answered"),
        Wrong.server(
                "T-1: answers PING with another value",
                says(FrameType.PONG, pong -> with(pong, 0, (byte) (pong.body()[0] ^ 1))))
            .tried(LifeCases.cases())
            .fails(
                "T-1: a PING is answered with its value",
                "T-1: of several PINGs at least the last is answered",
                "T-1: a PONG that nobody asked for is ignored"),
        Wrong.server(
                "T-1: refuses a PONG",
                sees(frame -> is(frame, FrameType.PONG) ? Defects.unknown() : frame))
            .tried(LifeCases.cases())
            .fails("T-1: a PONG that nobody asked for is ignored"),
        Wrong.server("Q-1: does not read while it sends", Deaf::new)
            .tried(LifeCases.cases())
            .tried(CancelCases.cases())
            .fails(
                "T-2 Q-1: a PING is answered while a long file is sent",
                "X-11 X-2 Q-1: CANCEL while a long file is sent"));
  }

  /** Section 3.5. */
  private static Stream<Wrong> exchanges() {
    return Stream.of(
        Wrong.server("X-1: takes ids that were used", UsedIds::new)
            .tried(ExchangeCases.cases())
            .fails(
                "X-1: ids can be skipped, up to the highest one",
                "X-1: an id that was used is malformed",
                "X-1: an id below one that was used is malformed",
                "X-1: the id of a refused request has been used",
                "X-1: LIST and REQUEST share the ids"),
        Wrong.server("X-2: ends twice", saysTwice(FrameType.END))
            .tried(ExchangeCases.cases())
            .tried(BoundCases.cases())
            .fails(
                "X-1: ids can be skipped, up to the highest one",
                "X-2: behind the end of an exchange nothing comes",
                "X-6: READY and CANCEL for an exchange that has ended are ignored",
                "X-6: READY and CANCEL for a skipped id are ignored",
                "X-13: one exchange can end while another waits",
                "X-13 B-1: exchanges at once have their own blocks each",
                "X-4 X-1: hundreds of files, as many at once as allowed",
                "X-4 X-5: who keeps to the number in force is never refused for it",
                "X-5 H-8: beyond the server's number there is LIMIT_EXCEEDED"),
        Wrong.server("X-11: ignores CANCEL", ignores(frame -> is(frame, FrameType.CANCEL)))
            .tried(CancelCases.cases())
            .fails(
                "X-11 X-2: CANCEL behind the REQUEST",
                "X-11 X-2: CANCEL of an exchange that waits for READY",
                "X-11 X-2 Q-1: CANCEL while a long file is sent",
                "X-8 X-2: a second CANCEL is ignored"),
        Wrong.server("X-8: ignores a second READY", SecondReady::new)
            .tried(ExchangeCases.cases())
            .fails("X-8: a second READY is malformed"),
        Wrong.server(
                "X-5: refuses too many exchanges with INTERNAL",
                says(
                    frame ->
                        isFailure(frame, ErrorCode.LIMIT_EXCEEDED)
                            ? failure(frame.id(), ErrorCode.INTERNAL)
                            : frame))
            .tried(GreetingCases.cases())
            .tried(BoundCases.cases())
            .fails(
                "H-8 X-5: the client's number of exchanges is in force if it is the smaller one",
                "X-5 H-8: beyond the server's number there is LIMIT_EXCEEDED",
                "Q-2 X-2: each of many requests has one end, though nobody reads meanwhile"));
  }

  /** Sections 3.6 to 3.9. */
  private static Stream<Wrong> answers() {
    return Stream.of(
        Wrong.server(
                "P-1: takes parts that are a dot",
                sees(frame -> is(frame, FrameType.REQUEST) ? Defects.withSimplePath(frame) : frame))
            .tried(PathCases.cases())
            .fails("P-1 P-5 R-2: a path that breaks the rules names no file"),
        Wrong.server(
                "R-2: fails where there is no file",
                says(FrameType.NOT_EXISTS, frame -> failure(frame.id(), ErrorCode.READ_ERROR)))
            .tried(PathCases.cases())
            .tried(RequestCases.cases())
            .fails(
                "P-1 P-5 R-2: a path that breaks the rules names no file",
                "P-4 P-5 L-2: a path that breaks the rules names no folder",
                "P-1 Q-4: a path of 1,024 bytes is one, and longer ones are none",
                "P-3: case and normalization form are not changed",
                "R-2: a folder, and what lies below a file, is no file",
                "P-6 R-2: a link out of the root is not followed",
                "P-6 R-2: a link within the root is followed only where it may be",
                "P-8 R-2: hidden names are not served",
                "R-1 R-2: what is missing does not exist",
                "R-1: what does not exist comes before the tag",
                "R-1 R-12: of what is missing there is no digest"),
        Wrong.server(
                "R-7: does not look at the tag that is wanted",
                sees(frame -> is(frame, FrameType.REQUEST) ? Defects.withoutTag(frame) : frame))
            .tried(RequestCases.cases())
            .tried(ChangeCases.cases())
            .fails(
                "R-1 R-7: another tag than the file's is CHANGED",
                "R-5 R-1: a file that changed has another tag"),
        Wrong.server("R-5: has another tag each time", ChangingTags::new)
            .tried(RequestCases.cases())
            .fails(
                "R-7 R-5: with its own tag a file is had",
                "R-5: the tag of a file is the same for every exchange"),
        Wrong.server("R-12: computes a wrong digest", says(FrameType.EXISTS, Defects::wrongDigest))
            .tried(RequestCases.cases())
            .fails("R-12: the digest is that of the whole file"),
        Wrong.server("R-12: gives no digest", says(FrameType.EXISTS, Defects::withoutDigest))
            .tried(RequestCases.cases())
            .fails("R-12: the digest is that of the whole file"),
        Wrong.server(
                "N-3: rounds times up",
                says(FrameType.EXISTS, exists -> with(exists, 8, new byte[12])))
            .tried(RequestCases.cases())
            .fails(
                "N-3: EXISTS tells when a file was modified",
                "N-3: times before 1970 are rounded down"),
        Wrong.server(
                "R-8: ends a bad range with READ_ERROR",
                says(
                    frame ->
                        isFailure(frame, ErrorCode.BAD_RANGE)
                            ? failure(frame.id(), ErrorCode.READ_ERROR)
                            : frame))
            .tried(ReadyCases.cases())
            .fails(
                "R-8: an offset beyond the end is BAD_RANGE, behind EXISTS",
                "R-10 R-8: ADVANCE from an offset beyond the end is BAD_RANGE, behind EXISTS"),
        Wrong.server("R-9: sends no END for an empty range", NoEmptyEnd::new)
            .tried(ReadyCases.cases())
            .fails(
                "R-9: a range can be empty", "R-9 R-10: ADVANCE with length 0 asks about a file"),
        Wrong.server(
                "B-2: tells a block size above the client's",
                says(FrameType.EXISTS, exists -> with(exists, 20, (byte) 0, (byte) 0x20)))
            .tried(BlockCases.cases())
            .fails(
                "B-1 B-3 B-7: blocks end at multiples of the block size",
                "B-2 B-3: small blocks for a client that takes no others",
                "B-2 B-3: any number of bytes can be the client's limit",
                "B-1 B-3 B-5: a long file comes to its end",
                "B-3 R-5: a file can be put together from ranges with one tag"),
        Wrong.server(
                "N-4: damages later blocks",
                says(
                    FrameType.BLOCK,
                    block -> block.offset() == 0 ? block : block.withWrongBodyCheck()))
            .tried(BlockCases.cases())
            .fails(
                "B-1 B-3 B-7: blocks end at multiples of the block size",
                "B-2 B-3: small blocks for a client that takes no others",
                "B-2 B-3: any number of bytes can be the client's limit",
                "B-1 B-3 B-5: a long file comes to its end",
                "B-3 R-5: a file can be put together from ranges with one tag"),
        Wrong.server(
                "B-1: says a wrong offset",
                says(
                    FrameType.BLOCK,
                    block ->
                        block.offset() == 0
                            ? block
                            : Frame.block(block.id(), block.offset() + 1, block.body())))
            .tried(BlockCases.cases())
            .fails(
                "B-1 B-3 B-7: blocks end at multiples of the block size",
                "B-2 B-3: small blocks for a client that takes no others",
                "B-2 B-3: any number of bytes can be the client's limit",
                "B-1 B-3 B-5: a long file comes to its end",
                "B-3 R-5: a file can be put together from ranges with one tag"),
        Wrong.server("B-6: calls a changed source complete", ChangedIsEnd::new)
            .tried(ChangeCases.cases().subList(0, 4))
            .fails(
                "R-5 R-1: a file that changed has another tag",
                "R-4 B-6: what takes the place of a file that is open is not mixed in",
                "B-6 B-7: a file that changes before READY is CHANGED",
                "B-6 B-7: a file that grows while it is sent is CHANGED"),
        Wrong.server(
                "L-4: lists a parent folder",
                says(FrameType.ENTRY, entry -> Defects.renamed(entry, "hello.txt", "../lo.txt")))
            .tried(ListingCases.cases())
            .fails(
                "L-2 L-3 L-4: a listing of the root has its names",
                "L-2 L-3 L-4: a recursive listing has all that is below",
                "L-3 R-5 N-3: an entry tells what EXISTS would"),
        Wrong.server(
                "L-8: loses an entry",
                saysOnly(frame -> !(is(frame, FrameType.ENTRY) && Defects.names(frame, "old.txt"))))
            .tried(ListingCases.cases())
            .fails(
                "L-2 L-3 L-4: a listing of the root has its names",
                "L-2 L-3 L-4: a recursive listing has all that is below",
                "L-3 P-6: a link out of the root is neither listed nor an entry",
                "L-3 R-5 N-3: an entry tells what EXISTS would",
                "X-13 X-2: listings and files at once"),
        Wrong.server(
                "L-6: counts no omitted names",
                says(FrameType.LIST_END, end -> with(end, 15, (byte) 0)))
            .tried(ListingCases.cases())
            .fails("L-6: names that no REQUEST can carry are omitted"));
  }

  /** Section 6. */
  private static Stream<Wrong> classic() {
    return Stream.of(
        Wrong.server("C-9: has no gap", NoGap::new)
            .tried(ClassicFileCases.cases())
            .fails(
                "C-9 C-4 C-3 C-22 C-13: EXISTS, the size, READY, the data, and an orderly close",
                "C-12: READY can come in pieces",
                "C-9: before READY nothing comes",
                "C-12: another word than READY ends the connection",
                "C-12 C-14: a byte behind READY ends the connection",
                "C-5: a half-close before READY ends the connection",
                "C-5: a half-close while data is sent ends the connection",
                "C-14 C-15: a file that shrinks ends with a reset",
                "C-15: of a file that grows no more is sent than announced"),
        Wrong.server(
                "C-3: fills up the size",
                saysClassic(
                    bytes -> Defects.isSize(bytes) ? Ask.utf8("0" + Defects.text(bytes)) : bytes))
            .tried(ClassicFileCases.cases())
            .fails(
                "C-9 C-4 C-3 C-22 C-13: EXISTS, the size, READY, the data, and an orderly close",
                "C-12: READY can come in pieces",
                "C-9: before READY nothing comes",
                "C-12: another word than READY ends the connection",
                "C-12 C-14: a byte behind READY ends the connection",
                "C-5: a half-close before READY ends the connection",
                "C-5: a half-close while data is sent ends the connection",
                "C-14 C-15: a file that shrinks ends with a reset",
                "C-15: of a file that grows no more is sent than announced"),
        Wrong.server("C-14: closes where it has to reset", Orderly::new)
            .tried(ClassicFileCases.cases())
            .fails(
                "C-12 C-14: a byte behind READY ends the connection",
                "C-14 C-15: a file that shrinks ends with a reset"),
        Wrong.server(
                "C-10: fails where there is no file",
                saysClassic(
                    bytes -> Defects.text(bytes).equals("NOT_EXISTS") ? new byte[0] : bytes))
            .tried(ClassicNameCases.cases().subList(0, 1))
            .fails("C-10 C-4: NOT_EXISTS for what is missing, and a close"));
  }
}
