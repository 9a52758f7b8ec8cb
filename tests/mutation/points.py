"""Finds where a C++ file can be changed, and writes the file with all of its changes in it, each behind a switch.

A change is one operator, constant, condition, statement or return that becomes another one. In the written file (the "schema") it stands as
`(mutation::on(7) ? (a <= b) : (a < b))`, so that the file is compiled once and the number in the environment decides which change is alive.
"""

import collections
import dataclasses
import re
from collections.abc import Iterator

from clang import cindex
from clang.cindex import Cursor, CursorKind, TypeKind

BINARY = {
    "<": ("<=", ">="),
    "<=": ("<", ">"),
    ">": (">=", "<="),
    ">=": (">", "<"),
    "==": ("!=",),
    "!=": ("==",),
    "+": ("-",),
    "-": ("+",),
    "*": ("+",),
    "/": ("*",),
    "%": ("*",),
    "&": ("|",),
    "|": ("&",),
    "^": ("|",),
    "<<": (">>",),
    ">>": ("<<",),
    "&&": ("||",),
    "||": ("&&",),
    "+=": ("-=",),
    "-=": ("+=",),
    "*=": ("+=",),
    "/=": ("*=",),
    "|=": ("&=",),
    "&=": ("|=",),
    "^=": ("|=",),
}
LOGICAL = ("&&", "||")
CALLS = {"std::min": "std::max", "std::max": "std::min", "std::any_of": "std::all_of", "std::all_of": "std::any_of", "std::none_of": "std::any_of"}
INTEGERS = {
    TypeKind.UCHAR, TypeKind.USHORT, TypeKind.UINT, TypeKind.ULONG, TypeKind.ULONGLONG, TypeKind.CHAR_S, TypeKind.SCHAR, TypeKind.SHORT, TypeKind.INT, TypeKind.LONG,
    TypeKind.LONGLONG, TypeKind.UINT128,
}  # fmt: skip
NUMBERS = INTEGERS | {TypeKind.BOOL, TypeKind.DOUBLE, TypeKind.FLOAT}
FUNCTIONS = {CursorKind.FUNCTION_DECL, CursorKind.CXX_METHOD, CursorKind.CONSTRUCTOR, CursorKind.DESTRUCTOR, CursorKind.FUNCTION_TEMPLATE}
EARLY_EXITS = {CursorKind.RETURN_STMT, CursorKind.BREAK_STMT, CursorKind.CONTINUE_STMT}
# What promises least and what promises most; an error's code is only ever forgotten.
OUTCOMES = {"could_not_tell": ("not_found", "found"), "found": ("not_found", "could_not_tell"), "not_found": ("found", "could_not_tell")}


@dataclasses.dataclass(frozen=True)
class Mutant:
    """One change. What identifies it is its content, so that it stays the same when lines move."""

    number: int
    file: str
    line: int
    text: str  # The line, without the space around it.
    where: str  # The function.
    change: str
    alone: str | None = None  # The whole file's text, if the change can't stand behind a switch.

    @property
    def key(self) -> tuple[str, str, str, str]:
        return (self.file, self.where, self.text, self.change)


@dataclasses.dataclass
class Wrap:
    """A piece of the file around which switches are put: an expression, or a statement with its semicolon."""

    start: int
    end: int
    expression: bool
    alternatives: list[tuple[int, str]] = dataclasses.field(default_factory=list)


def brief(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


class Points:
    """The changes of one file, of which `cursors` are the declarations."""

    def __init__(self, name: str, source: bytes, cursors: list[Cursor], first: int):
        self.name = name
        # One character a byte: the offsets that libclang gives are bytes.
        self.source = source.decode("latin-1")
        self.first = first
        self.mutants: list[Mutant] = []
        self.wraps: dict[tuple[int, int, bool], Wrap] = {}
        self.functions: list[Cursor] = []
        self.seen: collections.Counter[tuple[str, str, str]] = collections.Counter()
        for cursor in cursors:
            self.visit(cursor)

    # What is where.

    def text(self, start: int, end: int) -> str:
        return self.source[start:end]

    def of(self, cursor: Cursor) -> str:
        return self.text(*span(cursor))

    def add(self, start: int, end: int, expression: bool, alternative: str, change: str) -> None:
        wrap = self.wraps.setdefault((start, end, expression), Wrap(start, end, expression))
        number = self.first + len(self.mutants)
        wrap.alternatives.append((number, alternative))
        self.mutants.append(self.mutant(number, start, change))

    def mutant(self, number: int, start: int, change: str, alone: str | None = None) -> Mutant:
        begin = self.source.rfind("\n", 0, start) + 1
        line = self.source[begin : (self.source + "\n").index("\n", start)].strip()
        where = self.functions[-1].spelling if self.functions else ""
        # What a line has several times is numbered.
        self.seen[(where, line, change)] += 1
        if (count := self.seen[(where, line, change)]) > 1:
            change += f" ({count})"
        return Mutant(number, self.name, self.source.count("\n", 0, start) + 1, line, where, change, alone)

    def replace(self, cursor: Cursor, alternative: str, expression: bool = True) -> None:
        start, end = span(cursor)
        self.add(start, end, expression, alternative, f"{brief(self.text(start, end))} -> {brief(alternative)}")

    # The visit.

    def visit(self, cursor: Cursor) -> None:
        kind = cursor.kind
        if kind in FUNCTIONS:
            if not cursor.is_definition() or cursor.is_default_method():
                return
            self.functions.append(cursor)
            for child in cursor.get_children():
                # Parameters and what is initialized before the body are as they are.
                if child.kind == CursorKind.COMPOUND_STMT:
                    self.statements(child)
            self.functions.pop()
            return
        if kind == CursorKind.STATIC_ASSERT:
            return
        if kind == CursorKind.VAR_DECL and is_constexpr(cursor):
            self.constant(cursor)
            return
        if self.functions:
            self.inside(cursor)
        for child in children(cursor):
            self.visit(child)

    def statements(self, body: Cursor) -> None:
        for child in body.get_children():
            self.statement(child, removable=True)

    def statement(self, cursor: Cursor, removable: bool) -> None:
        """Visits a statement. It is not removable if taking it away is the same as another change."""
        kind = cursor.kind
        if kind == CursorKind.COMPOUND_STMT:
            self.statements(cursor)
        elif kind == CursorKind.IF_STMT:
            self.if_statement(cursor)
        elif kind in (CursorKind.FOR_STMT, CursorKind.WHILE_STMT, CursorKind.CXX_FOR_RANGE_STMT):
            parts = list(cursor.get_children())
            for part in parts[:-1]:
                if part.kind == CursorKind.VAR_DECL and kind == CursorKind.CXX_FOR_RANGE_STMT:
                    continue
                self.visit(part)
            self.statement(parts[-1], removable=True)
        elif kind in (CursorKind.SWITCH_STMT,):
            for part in cursor.get_children():
                self.statement(part, removable=False)
        elif kind == CursorKind.CASE_STMT:
            self.statement(list(cursor.get_children())[-1], removable=False)
        elif kind == CursorKind.CALL_EXPR and cursor.spelling == "reserve":
            pass  # How much memory a vector asks for beforehand is in no result.
        else:
            if kind == CursorKind.RETURN_STMT:
                self.returned(cursor)
            # A lambda without its return has no value at all.
            if removable and (kind in EARLY_EXITS or self.is_effect(cursor)) and not (kind == CursorKind.RETURN_STMT and self.lambda_depth):
                self.remove(cursor)
            self.visit(cursor)

    def is_effect(self, cursor: Cursor) -> bool:
        return cursor.kind.is_expression() and (cursor.kind != CursorKind.LAMBDA_EXPR)

    def with_semicolon(self, cursor: Cursor) -> tuple[int, int]:
        start, end = span(cursor)
        return start, self.source.index(";", end) + 1

    def remove(self, cursor: Cursor) -> None:
        start, end = self.with_semicolon(cursor)
        # The last return of a function can't be left out.
        if cursor.kind == CursorKind.RETURN_STMT and self.functions and self.text(end, span(self.functions[-1])[1]).strip() == "}":
            return
        self.add(start, end, False, "", f"{brief(self.text(start, end))} -> ;")

    def returned(self, cursor: Cursor) -> None:
        values = list(cursor.get_children())
        if not values:
            return
        start, end = self.with_semicolon(cursor)
        value = self.of(values[0])
        bool_result = values[0].type.get_canonical().kind == TypeKind.BOOL
        result = self.functions[-1].result_type
        in_lambda = self.lambda_depth > 0
        alternatives = []
        if bool_result and (in_lambda or result.get_canonical().kind == TypeKind.BOOL):
            alternatives = ["true", "false"]
        elif result.spelling.startswith("tl::unexpected<") or "SecretKey>" in result.spelling:
            pass  # There is no empty one.
        elif not in_lambda and result.get_canonical().kind not in (TypeKind.LVALUEREFERENCE, TypeKind.BOOL):
            alternatives = ["{}"]
        for alternative in alternatives:
            if value != alternative and value not in ("false", "true", "{}", "std::nullopt"):
                self.add(start, end, False, f"return {alternative};", f"return {brief(value)} -> return {alternative}")

    lambda_depth = 0

    def if_statement(self, cursor: Cursor) -> None:
        parts = list(cursor.get_children())
        # The condition is what ends at the parenthesis before the first branch.
        at = next((i for i, part in enumerate(parts) if self.source[: span(part)[0]].rstrip().endswith(")") and i > 0 and self.is_branch(part)), None)
        assert at is not None, self.of(cursor)
        condition = parts[at - 1]
        start, end = span(condition)
        if condition.kind.is_expression() and self.source[end:].lstrip().startswith(")"):
            self.condition(start, end)
        for part in parts[:at]:
            self.visit(part)
        for part in parts[at:]:
            # An `if` whose condition is false already leaves out its only statement.
            self.statement(part, removable=part is not parts[at] or len(parts) > at + 1)

    def is_branch(self, part: Cursor) -> bool:
        before = self.source[: span(part)[0]].rstrip()
        depth = 0
        for i in range(len(before) - 1, -1, -1):
            depth += (before[i] == ")") - (before[i] == "(")
            if depth == 0:
                return bool(re.search(r"\bif\s*$", before[:i]))
        return False

    def condition(self, start: int, end: int) -> None:
        text = brief(self.text(start, end))
        for value in ("true", "false"):
            self.add(start, end, True, value, f"if ({text}) -> if ({value})")

    def inside(self, cursor: Cursor) -> None:
        kind = cursor.kind
        if kind in (CursorKind.BINARY_OPERATOR, CursorKind.COMPOUND_ASSIGNMENT_OPERATOR, CursorKind.CALL_EXPR, CursorKind.UNEXPOSED_EXPR):
            self.binary(cursor)
        if kind == CursorKind.UNARY_OPERATOR or (kind == CursorKind.CALL_EXPR and cursor.spelling == "operator!"):
            self.unary(cursor)
        elif kind == CursorKind.INTEGER_LITERAL:
            self.integer(cursor)
        elif kind == CursorKind.CXX_BOOL_LITERAL_EXPR:
            self.replace(cursor, "false" if self.of(cursor) == "true" else "true")
        elif kind == CursorKind.CONDITIONAL_OPERATOR:
            start, end = span(list(cursor.get_children())[0])
            text = brief(self.text(start, end))
            for value in ("true", "false"):
                self.add(start, end, True, value, f"{text} ? -> {value} ?")
        elif kind == CursorKind.DECL_REF_EXPR:
            self.name_used(cursor)
        elif kind == CursorKind.CALL_EXPR:
            text = self.of(cursor)
            for name, other in CALLS.items():
                if text.startswith(name + "("):
                    self.replace(cursor, other + text[len(name) :])

    def binary(self, cursor: Cursor) -> None:
        operands = []
        for child in cursor.get_children():
            if self.of(child) not in BINARY:
                operands.append(span(child))
        start, end = span(cursor)
        if len(operands) != 2 or operands[0][0] != start or operands[1][1] != end:
            return
        (_, left_end), (right_start, _) = operands
        operator = self.text(left_end, right_start).strip()
        if operator not in BINARY or (cursor.kind in (CursorKind.CALL_EXPR, CursorKind.UNEXPOSED_EXPR) and operator not in ("==", "!=", "-", "+")):
            return
        left, right = self.text(start, left_end), self.text(right_start, end)
        types = [child.type.get_canonical() for child in cursor.get_children()]
        if operator in "+-" and cursor.kind != CursorKind.BINARY_OPERATOR and ("iterator" not in types[0].spelling):
            return  # Strings.
        if operator == "-" and types[0].kind == types[-1].kind == TypeKind.POINTER:
            return  # Pointers can't be added.
        for other in BINARY[operator]:
            self.replace(cursor, f"{left} {other} {right}", expression=True)
        if operator in LOGICAL:
            self.replace(cursor, f"static_cast<bool>({left})")
            self.replace(cursor, f"static_cast<bool>({right})")

    def unary(self, cursor: Cursor) -> None:
        text = self.of(cursor)
        if text.startswith("!="):
            return  # The rewritten form of `a != b` in C++20.
        if text.startswith("!"):
            self.replace(cursor, f"static_cast<bool>({text[1:]})")
        elif text.startswith("++"):
            self.replace(cursor, "--" + text[2:])
        elif text.startswith("-"):
            self.replace(cursor, f"+{text[1:]}")

    def is_template_argument(self, cursor: Cursor) -> bool:
        start, end = span(cursor)
        return self.source[:start].endswith("<") and self.source[end:].startswith(">")

    def integer(self, cursor: Cursor) -> None:
        if self.is_template_argument(cursor):
            return
        text = self.of(cursor)
        match = re.fullmatch(r"(0x[0-9A-Fa-f']+|[0-9']+)([uUlL]*)", text)
        if match is None:
            self.replace(cursor, f"({text} + 1)")  # A macro.
            self.replace(cursor, f"({text} - 1)")
            return
        value = int(match[1].replace("'", ""), 0)
        for other in sorted({value + 1, value - 1, 0} - {value, -1}):
            self.replace(cursor, f"{other}{match[2]}")

    def name_used(self, cursor: Cursor) -> None:
        named = cursor.referenced
        if named is None or self.is_template_argument(cursor):
            return
        text = self.of(cursor)
        if named.kind == CursorKind.ENUM_CONSTANT_DECL:
            prefix, _, name = text.rpartition("::")
            if prefix.endswith("Outcome"):
                for other in OUTCOMES[name]:
                    self.replace(cursor, f"{prefix}::{other}")
            elif prefix.endswith("ErrorCode") and name != "none":
                self.replace(cursor, f"{prefix}::none")
        elif named.kind == CursorKind.VAR_DECL and re.search(r"\bk[A-Z]\w*$", text) and cursor.type.get_canonical().kind in INTEGERS:
            self.replace(cursor, f"({text} + 1)")
            self.replace(cursor, f"({text} - 1)")

    def constant(self, cursor: Cursor) -> None:
        """A constexpr string's first and an array's first and last byte are changed; each change is compiled alone."""
        if cursor.type.get_canonical().kind in INTEGERS:
            return  # Each place that uses it is changed.
        literals = [c for c in cursor.walk_preorder() if c.kind in (CursorKind.INTEGER_LITERAL, CursorKind.CHARACTER_LITERAL) and span(c)[0] > cursor.location.offset]
        strings = [c for c in cursor.walk_preorder() if c.kind == CursorKind.STRING_LITERAL]
        changes = []
        for literal in strings[:1]:
            start = span(literal)[0] + 1
            changes.append((start, start + 1, chr(ord(self.source[start]) ^ 1)))
        if not strings:
            for literal in {span(c): c for c in literals[:1] + literals[-1:]}.values():
                start, end = span(literal)
                text = self.text(start, end)
                changes.append((start, end, f"{int(text, 0) ^ 1}" if literal.kind == CursorKind.INTEGER_LITERAL else f"'{chr(ord(text[1]) ^ 1)}'"))
        for start, end, other in changes:
            number = self.first + len(self.mutants)
            change = f"{cursor.spelling}: {self.text(start, end)} -> {other}, at {start - cursor.location.offset}"
            self.mutants.append(self.mutant(number, cursor.location.offset, change, self.source[:start] + other + self.source[end:]))

    # The schema.

    def schema(self) -> str:
        wraps = sorted(self.wraps.values(), key=lambda wrap: (wrap.start, -wrap.end, wrap.expression))
        return self.render(0, len(self.source), wraps)

    def render(self, start: int, end: int, wraps: list[Wrap]) -> str:
        out, at, i = [], start, 0
        while i < len(wraps):
            wrap = wraps[i]
            inner = [w for w in wraps[i + 1 :] if w.start < wrap.end]
            out.append(self.text(at, wrap.start))
            out.append(self.wrapped(wrap, self.render(wrap.start, wrap.end, inner)))
            at = wrap.end
            i += 1 + len(inner)
        out.append(self.text(at, end))
        return "".join(out)

    def wrapped(self, wrap: Wrap, inner: str) -> str:
        if wrap.expression:
            conditional = any(text in ("true", "false") for _, text in wrap.alternatives)
            switches = "".join(f"::mutation::on({number}) ? ({text}) : " for number, text in wrap.alternatives)
            return f"({switches}({f'static_cast<bool>({inner})' if conditional else inner}))"
        switches = "".join(f"if (::mutation::on({number})) {{ {text} }} else " for number, text in wrap.alternatives)
        return f"{{ {switches}{{ {inner} }} }}"


class LambdaPoints(Points):
    """Points that know whether a return is a lambda's."""

    def visit(self, cursor: Cursor) -> None:
        if cursor.kind == CursorKind.LAMBDA_EXPR:
            self.lambda_depth += 1
            for child in cursor.get_children():
                if child.kind == CursorKind.COMPOUND_STMT:
                    self.statements(child)
            self.lambda_depth -= 1
            return
        super().visit(cursor)


def span(cursor: Cursor) -> tuple[int, int]:
    return cursor.extent.start.offset, cursor.extent.end.offset


def is_constexpr(cursor: Cursor) -> bool:
    return any(token.spelling == "constexpr" for token in cursor.get_tokens())


def children(cursor: Cursor) -> Iterator[Cursor]:
    for child in cursor.get_children():
        if cursor.kind == CursorKind.VAR_DECL and span(child)[0] < cursor.location.offset:
            continue  # A part of the type.
        if cursor.kind == CursorKind.DECL_REF_EXPR:
            continue  # A template's arguments.
        if cursor.kind == CursorKind.MEMBER_REF_EXPR and span(child)[0] > cursor.location.offset:
            continue
        if child.kind in (CursorKind.CXX_UNARY_EXPR,):
            continue  # sizeof
        yield child


def parse(path: str, arguments: list[str]) -> Cursor:
    unit = cindex.Index.create().parse(path, args=arguments)
    errors = [str(d) for d in unit.diagnostics if d.severity >= cindex.Diagnostic.Error]
    if errors:
        raise SystemExit("mutate: error: " + "\n".join(errors[:5]))
    return unit.cursor


def declarations_in(cursor: Cursor, path: str) -> list[Cursor]:
    return [child for child in cursor.get_children() if child.location.file and child.location.file.name == path]
