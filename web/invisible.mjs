// Signs that nobody sees in a text, and that can change what others see.

/** Controls, marks of direction, byte order marks, private use and noncharacters. U+200C and U+200D are not among them: letters of India need them. */
export const kInvisible = /[\p{Cc}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u;
