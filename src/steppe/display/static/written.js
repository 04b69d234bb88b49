/* Figures as text, as the pages write them: steppe.display.format in short. */
(() => {
  "use strict";
  const MINUS = "\u2212", NBSP = "\u00a0";
  const fixed = (value, decimals) => {  // as Python rounds: a tie to the even digit
    const digits = Math.abs(value).toFixed(60), end = digits.length - 60 + decimals;  // every digit that the number has
    const tie = /^50*$/.test(digits.slice(end)), odd = digits.slice(0, end).replace(/\.$/, "").slice(-1) % 2;
    const plain = tie && !odd ? digits.slice(0, end).replace(/\.$/, "") : Math.abs(value).toFixed(decimals);
    const [head, tail] = plain.split("."), grouped = head.replace(/\B(?=(\d{3})+$)/g, ",") + (tail ? `.${tail}` : "");
    return value < 0 && /[1-9]/.test(plain) ? MINUS + grouped : grouped;
  };
  const significant = (value, digits) => {
    if (value === 0) return "0";
    let decimals = digits - 1;
    while (decimals > 0 && +Math.abs(value).toFixed(decimals) >= 10 ** (digits - decimals)) decimals -= 1;
    return fixed(value, decimals);
  };
  const percent = value => significant(value, 2);
  const amount = (value, unit) => {
    const money = /^million (?:current )?(constant (\d{4}) )?(USD|EUR)\b/.exec(unit || "");
    if (!money) return `${fixed(value, Math.abs(value) >= 10 || Number.isInteger(value) ? 0 : 1)} ${unit || ""}`.trim();
    const currency = money[2] ? `${money[3]} of ${money[2]}` : money[3];
    if (value === 0) return `0 ${currency}`;
    const large = Math.abs(value) >= 999.5;
    return `${significant(large ? value / 1000 : value, 3)} ${large ? "bn" : "mn"} ${currency}`;
  };
  const listed = words => words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
  window.steppe.written = { fixed, significant, percent, amount, listed, MINUS, NBSP };
})();
