export default {
  displayName: 'secrets',
  preset: '../../jest.preset.js',
};
